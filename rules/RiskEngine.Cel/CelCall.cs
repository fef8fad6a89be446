using RiskEngine.Cel.Syntax;

namespace RiskEngine.Cel;

/// <summary>One call of a function that the scope adds, as it is written.</summary>
public sealed class CelCall
{
    internal CelCall(CallNode node)
    {
        Text = Printer.Print(node);
        Arguments = [.. node.Arguments.Select(argument => new CelArgument(argument))];
    }

    /// <summary>The call in canonical form.</summary>
    public string Text { get; }

    /// <summary>Its arguments, in order.</summary>
    public IReadOnlyList<CelArgument> Arguments { get; }
}
