using RiskEngine.Cel.Syntax;

namespace RiskEngine.Cel;

/// <summary>An argument of such a call.</summary>
public sealed class CelArgument
{
    internal CelArgument(Node node)
    {
        Node = node;
        Text = Printer.Print(node);
    }

    /// <summary>The argument in canonical form.</summary>
    public string Text { get; }

    /// <summary>Its type as far as it is known; <see cref="CelType.Dyn"/> otherwise.</summary>
    public CelType Type => Node.Type;

    /// <summary>The text that it is; null where it is something else.</summary>
    public string? Literal => Node is LiteralNode { Value: { Kind: CelKind.String } value } ? value.AsString() : null;

    /// <summary>The name that it is; null where it is something else.</summary>
    public string? Name => (Node as NameNode)?.Name;

    /// <summary>Whether it reads a name that a macro around it gives, such as the <c>x</c> of <c>all(x, …)</c>.</summary>
    public bool ReadsMacro => Node.OuterLocal != int.MaxValue;

    internal Node Node { get; }
}
