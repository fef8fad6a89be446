namespace RiskEngine.Cel.Diagnostics;

/// <summary>A place in an expression's text.</summary>
/// <param name="Offset">Characters (UTF-16 units) before it; zero based.</param>
/// <param name="Line">Line, one based.</param>
/// <param name="Column">Column in characters, one based.</param>
public readonly record struct CelPosition(int Offset, int Line, int Column)
{
    /// <summary>The start of a text.</summary>
    public static readonly CelPosition Start = new(0, 1, 1);

    /// <summary>Writes <c>line:column</c>.</summary>
    public override string ToString() => $"{Line}:{Column}";
}
