using System.Globalization;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Checking;

// Expressions that are well formed and mean something else than their author thinks.
internal sealed partial class Checker
{
    // Names that stand where a text is compared.
    private readonly HashSet<Node> _texts = [];

    private static readonly Dictionary<string, string> TimeParts = new(StringComparer.OrdinalIgnoreCase)
    {
        ["hour"] = "getHours", ["hours"] = "getHours", ["minute"] = "getMinutes", ["minutes"] = "getMinutes", ["second"] = "getSeconds", ["day"] = "getDate", ["date"] = "getDate",
        ["weekday"] = "getDayOfWeek", ["dayofweek"] = "getDayOfWeek", ["month"] = "getMonth", ["year"] = "getFullYear",
    };

    // Before the operands are checked: which unknown names are rather texts without quotes.
    private void ExpectTexts(CallNode node)
    {
        if (node.Target is not null || node.Arguments.Length != 2)
            return;
        if (node.Function is "_==_" or "_!=_" && node.Arguments[0] is not LiteralNode)
            _texts.Add(node.Arguments[1]);
        if (node.Function is "_==_" or "_!=_" or "@in" && node.Arguments[1] is ListNode list)
            _texts.UnionWith(list.Items);
    }

    private bool IsUnknown(string name) => FindLocal(name) < 0 && !declarations.TryFind(name, out _) && StandardLibrary.FindType(name) is null;

    // kind == sensor.gas: a text that lacks its quotes.
    private bool ReportDottedText(SelectNode node)
    {
        if (!_texts.Contains(node) || node.TestOnly || Root(node) is not { } root || !IsUnknown(root.Name) || Dotted(node) is not { } dotted)
            return false;
        node.UsesContext = true;
        node.Type = CelType.String;
        Report(CelDiagnosticKind.UnknownName, node.First, node.End, $"'{dotted}' is not known here", $"write '{dotted}' in quotes where it is a text",
            new CelFix(node.First, node.End - node.First, $"'{dotted}'"));
        return true;
    }

    // event.value: what belongs to the event is named without a prefix.
    private bool ReportPrefix(SelectNode node)
    {
        if (node.TestOnly || node.Operand is not NameNode { FromRoot: false } prefix || !IsUnknown(prefix.Name)
            || declarations.Synonym(prefix.Name) is not null || !declarations.TryFind(node.Field, out var declaration))
            return false;
        node.UsesContext = true;
        node.Type = declaration.Type;
        node.Resolution = Resolution.Of(declaration);
        Report(CelDiagnosticKind.UnknownName, prefix.Start, prefix.End, $"'{prefix.Name}' is not known here", $"write {node.Field} alone",
            new CelFix(node.First, node.End - node.First, node.Field));
        return true;
    }

    // attributes.door-id: read as attributes.door minus id.
    private bool ReportHyphen(CallNode node)
    {
        if (!strict || node.Function != "_-_" || node.Arguments is not [var left, NameNode { FromRoot: false } right] || node.End != right.Start)
            return false;
        if (node.Start != (left is CallNode { Arguments: [_, NameNode before] } && _hyphened.ContainsKey(left) ? before.End : left.End))
            return false;
        if (!IsUnknown(right.Name) && !(declarations.TryFind(right.Name, out var known) && known.Type.Kind is CelKind.String or CelKind.Map or CelKind.Timestamp))
            return false;
        var (field, root) = left is SelectNode { TestOnly: false } select && DeclaredObject(select.Operand) is { } declaration
            ? ($"{select.Field}-{right.Name}", declaration.Name)
            : _hyphened.TryGetValue(left, out var longer) ? ($"{longer.Field}-{right.Name}", longer.Root) : ("", "");
        if (field.Length == 0)
            return false;
        _hyphened[node] = (field, root);
        node.UsesContext = true;
        if (_hyphened.ContainsKey(left))
            diagnostics.Withdraw(left.First);
        Report(CelDiagnosticKind.UnknownName, node.First, right.End, $"'-' is a minus here: this subtracts '{right.Name}', which is no number",
            $"write {root}['{field}'] for an attribute with a hyphen in its name",
            new CelFix(node.First, right.End - node.First, $"{root}['{field}']"));
        return true;
    }

    private readonly Dictionary<Node, (string Field, string Root)> _hyphened = [];

    // value > "10": a number compared with a text that only looks like one is never what its author means.
    private bool ReportNumberAsText(CallNode node)
    {
        for (var i = 0; i < 2; i++)
        {
            if (node.Arguments[i] is not LiteralNode { Value.Kind: CelKind.String } literal)
                continue;
            var text = literal.Value.AsString();
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                continue;
            var fix = new CelFix(literal.Start, literal.End - literal.Start, text.Trim());
            var other = node.Arguments[1 - i];
            if (other is NameNode { Resolution.Declaration.PrefersDouble: true } name)
            {
                Report(CelDiagnosticKind.TypeMismatch, node.Start, node.End,
                    $"'{Symbols.OfFunction(node.Function)}' compares {name.Name}, a number, with a text", $"write {text.Trim()} without quotes", fix);
                return true;
            }
            if (node.Function is not ("_==_" or "_!=_") && other is SelectNode { TestOnly: false } select && DeclaredObject(select.Operand) is not null && select.Type.IsDyn)
            {
                Report(CelDiagnosticKind.TypeMismatch, node.Start, node.End,
                    $"'{Symbols.OfFunction(node.Function)}' orders texts letter by letter here, so that '9' comes after '10'",
                    $"write {text.Trim()} without quotes; where the attribute comes as a text, compare double({Dotted(select)}) with it", fix);
                return true;
            }
        }
        return false;
    }

    // 10 <= measure < 15
    private bool ReportChain(CallNode node)
    {
        if (node.Arguments[0] is not CallNode { Function: "_<_" or "_<=_" or "_>_" or "_>=_", Target: null, Arguments: [var low, var middle] } first)
            return false;
        var text = $"{Printer.Print(low)} {Symbols.OfFunction(first.Function)} {Printer.Print(middle)} && "
            + $"{Printer.Print(middle)} {Symbols.OfFunction(node.Function)} {Printer.Print(node.Arguments[1])}";
        var last = node.Arguments[1];
        CelFix? fix = last is LiteralNode or NameNode && low is LiteralNode or NameNode ? new CelFix(node.First, last.End - node.First, text) : null;
        Report(CelDiagnosticKind.TypeMismatch, node.Start, node.End, "comparisons cannot be chained", $"write {text}", fix);
        return true;
    }

    private void Report(CelDiagnosticKind kind, int start, int end, string message, string remedy, CelFix? fix)
    {
        if (strict)
            diagnostics.Report(kind, start, end, message, remedy, fix);
    }
}
