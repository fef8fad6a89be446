using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Tree;

// A call as the function behind it sees it.
internal static class CallText
{
    public static CelCall Of(CallNode node) => new(Printer.Print(node), [.. node.Arguments.Select((argument, i) => new CelArgument(i, Printer.Print(argument), argument.Type)
    {
        Literal = argument is LiteralNode { Value: { Kind: CelKind.String } value } ? value.AsString() : null,
        Name = (argument as NameNode)?.Name,
        ReadsMacro = argument.OuterLocal != int.MaxValue,
    })]);
}
