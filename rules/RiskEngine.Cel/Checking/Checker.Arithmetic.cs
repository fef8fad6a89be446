using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Checking;

// Arithmetic of numbers with a point and whole numbers, which do not mix.
internal sealed partial class Checker
{
    // measure * 2 where measure is a double.
    private static LiteralNode? PointIsLacking(Node[] arguments) =>
        arguments is [var left, var right] && left.Type.IsNumeric && right.Type.IsNumeric && (left.Type.Kind == CelKind.Double || right.Type.Kind == CelKind.Double)
        ? arguments.OfType<LiteralNode>().FirstOrDefault(literal => literal.Value.Kind == CelKind.Int)
        : null;

    // value * 2, or attributes.level * 2, where the number of unknown kind is a double in practice: it would fail on every event.
    private bool MixesHint(CallNode node, Node[] arguments)
    {
        if (arguments.Length != 2 || node.Function is not ("_+_" or "_-_" or "_*_" or "_/_" or "_%_"))
            return false;
        for (var i = 0; i < 2; i++)
        {
            var (one, other) = (arguments[i], arguments[1 - i]);
            if (other.Type.Kind is not (CelKind.Int or CelKind.Uint))
                continue;
            var isField = one.Type.IsDyn && FieldOwner(one) is { FieldsAreNeverWhole: true };
            if (!isField && one is not NameNode { Resolution.Declaration.PrefersDouble: true })
                continue;
            var name = Printer.Print(one).Replace('"', '\'');
            var quoted = name.Contains('\'') ? name : $"'{name}'";
            var textAside = isField ? $"; where it comes as a text, double({name})" : "";
            Report(CelDiagnosticKind.TypeMismatch, node.Start, node.End, $"'{Symbols.OfFunction(node.Function)}' does not take a number with a point ({quoted}) and a whole number",
                (other is LiteralNode literal ? $"write {literal.Value}.0" : "convert the other side: double(...)") + textAside, WithPoint(other));
            return strict;
        }
        return false;
    }

    // payload.level / 10 where all numbers of the data are doubles: the whole number that is written means 10.0.
    private void WidenLiterals(CallNode node)
    {
        if (!declarations.NumbersAreDoubles || node is not { Function: "_+_" or "_-_" or "_*_" or "_/_", Arguments: { Length: 2 } arguments })
            return;
        for (var i = 0; i < 2; i++)
        {
            if (arguments[i] is LiteralNode { Value.Kind: CelKind.Int } literal && (arguments[1 - i].Type.IsDyn || arguments[1 - i].Type.Kind == CelKind.Double))
                arguments[i] = new LiteralNode(literal.Start, literal.End, CelValue.Of((double)literal.Value.AsInt())) { First = literal.First, Type = CelType.Double };
        }
    }

    // attributes.level and attributes['level']: the object that the field belongs to.
    private static Declaration? FieldOwner(Node node) => node switch
    {
        SelectNode { TestOnly: false } select => DeclaredObject(select.Operand),
        CallNode { Function: "_[_]", Arguments: [var operand, _] } => DeclaredObject(operand),
        _ => null,
    };

    // A whole number that is written with a point instead.
    private static CelFix? WithPoint(Node node) =>
        node is LiteralNode { Value.Kind: CelKind.Int } literal ? new CelFix(literal.Start, literal.End - literal.Start, $"{literal.Value}.0") : null;
}
