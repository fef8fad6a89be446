using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tests;

/// <summary>Evaluates without declarations, as <c>cel --batch</c> does.</summary>
internal static class Dynamic
{
    private static readonly CelScope<int> Empty = new();

    public static CelValue Evaluate(string expression)
    {
        var compilation = Empty.Compile(expression, new CelOptions { Strict = false });
        return compilation.Succeeded ? compilation.Program.Evaluate(0) : throw new ArgumentException(string.Join('\n', compilation.Diagnostics));
    }
}
