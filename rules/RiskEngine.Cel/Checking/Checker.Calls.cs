using System.Globalization;
using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Checking;

// Operators and function calls.
internal sealed partial class Checker
{
    private const string Functions = "see docs/cel.md for the functions";

    private void CheckCall(CallNode node)
    {
        var arguments = node.Arguments;
        ExpectTexts(node);
        if (node.Target is null && declarations.Function(node.Function) is { } own)
        {
            CheckOwn(node, own);
            return;
        }
        if (node.Target is { } target && NamespacedFunction(node, target) is { } namespaced)
        {
            node.Entry = namespaced;
            node.TargetIsNamespace = true;
            CheckChildren(node, arguments);
        }
        else if (node.Target is NameNode { Name: "math" or "strings" } space && FindLocal(space.Name) < 0 && !declarations.TryFind(space.Name, out _))
        {
            CheckChildren(node, arguments); // the namespace exists and the function does not
        }
        else if (node.Target is not null)
        {
            CheckChildren(node, [node.Target]);
            CheckChildren(node, arguments);
            node.Entry = StandardLibrary.Find(node.Function, isMember: true);
            arguments = [node.Target, .. arguments];
        }
        else
        {
            if (node is { Function: "_-_", Arguments: [var minuend, NameNode] })
            {
                CheckChildren(node, [minuend]);
                if (ReportHyphen(node))
                    return;
                CheckChildren(node, [arguments[1]]);
            }
            else
            {
                CheckChildren(node, arguments);
                WidenLiterals(node);
            }
            node.Entry = declarations.Entry(node.Function) ?? StandardLibrary.Find(node.Function, isMember: false);
        }
        if (node.Entry is null)
        {
            // Its effect is unknown, so it is not folded and fails only when it runs.
            node.UsesContext = true;
            ReportUnknownFunction(node);
            return;
        }
        node.Cost += node.Entry.Cost;
        CheckOverload(node, arguments);
    }

    // A function of the scope reads the context, whatever its arguments are.
    private void CheckOwn(CallNode node, CelFunction own)
    {
        // A name in the first place is a text without its quotes, which the function says better.
        Node[] arguments = node.Arguments is [NameNode, .. var rest] ? rest : node.Arguments;
        CheckChildren(node, arguments);
        RequireValues(arguments);
        node.Own = own;
        node.UsesContext = true;
        node.Type = CelType.Double;
        node.Cost += own.Cost;
        _references.Add(node.Function);
        if (strict && own.Check(CallText.Of(node)) is { } fault)
            Report(fault.Kind, fault.At is { } at ? node.Arguments[at.Index] : node, fault.Message, fault.Remedy);
    }

    private FunctionEntry? NamespacedFunction(CallNode node, Node target)
    {
        if (Root(target) is not { } root || Dotted(target) is not { } dotted || FindLocal(root.Name) >= 0 || declarations.TryFind(root.Name, out _))
            return null;
        return StandardLibrary.Find($"{dotted}.{node.Function}", isMember: false);
    }

    private void ReportUnknownFunction(CallNode node)
    {
        if (!strict)
            return;
        var name = node.Function;
        var dotted = node.Target is null ? null : Dotted(node.Target);
        if (dotted is "math" or "strings")
        {
            var full = $"{dotted}.{name}";
            Report(CelDiagnosticKind.UnknownFunction, node, $"there is no function '{full}'", NearestName.Remedy(full, StandardLibrary.GlobalNames, Functions));
            return;
        }
        var isMember = node.Target is not null;
        string remedy;
        if (StandardLibrary.Find(name, !isMember) is not null)
            remedy = isMember ? $"write {name}(x)" : $"write x.{name}(...)";
        else if (StandardLibrary.Find($"math.{name}", isMember: false) is not null)
            remedy = $"write math.{name}(x)";
        else
            remedy = NearestName.Remedy(name, isMember ? StandardLibrary.MemberNames.Concat(Macros) : StandardLibrary.GlobalNames.Append("has"), Functions);
        if (Macros.Contains(name)) remedy = $"write list.{name}(x, condition on x)";
        Report(CelDiagnosticKind.UnknownFunction, node, $"there is no function '{name}'", remedy);
    }

    private static readonly string[] Macros = ["all", "exists", "exists_one", "map", "filter", "transformList", "transformMap"];

    private void CheckOverload(CallNode node, Node[] arguments)
    {
        var types = new CelType[arguments.Length];
        for (var i = 0; i < arguments.Length; i++)
            types[i] = arguments[i].Type;
        switch (node.Function)
        {
            case "_==_" or "_!=_" when types.Length == 2:
                node.Type = CelType.Bool;
                RequireValues(arguments);
                if (ReportNumberAsText(node))
                    return;
                if (!TypeRules.Comparable(types[0], types[1]))
                    MismatchedComparison(node, arguments);
                return;
            case "_<_" or "_<=_" or "_>_" or "_>=_":
                node.Type = CelType.Bool;
                RequireValues(arguments);
                if (ReportChain(node) || ReportNumberAsText(node))
                    return;
                if (!TypeRules.Comparable(types[0], types[1]) || !TypeRules.Ordered(types[0]) || !TypeRules.Ordered(types[1]))
                    MismatchedComparison(node, arguments);
                return;
            case "@in":
                node.Type = CelType.Bool;
                node.Cost += Sizing.Elements(arguments[1]) / 8;
                CheckIn(node, arguments, types);
                return;
            case "_[_]":
                CheckIndex(node, arguments, types);
                return;
        }
        RequireValues(arguments);
        if (node.Entry is not { } entry)
            return;
        if (MixesHint(node, arguments))
            return;
        CelType? result = null;
        foreach (var signature in entry.Signatures)
        {
            if (signature.Match(types) is { } match)
                result = result is null ? match : TypeRules.Join(result, match);
        }
        if (result is not null)
            node.Type = result;
        else if (!entry.Takes(arguments.Length) || !entry.Signatures.Any(signature => signature.Parameters.Length == arguments.Length))
            ReportCount(node, entry);
        else
            Mismatch(node, arguments, OverloadRemedy(node, entry, arguments), PointIsLacking(arguments) is { } whole ? WithPoint(whole) : null);
    }

    private void ReportCount(CallNode node, FunctionEntry entry)
    {
        // greatest and least take any number of arguments.
        if (entry.Many is not null && entry.Name.StartsWith("math.", StringComparison.Ordinal)) return;
        var receiver = entry.IsMember ? 1 : 0;
        var counts = entry.Signatures.Select(signature => signature.Parameters.Length - receiver).Distinct().Order().ToArray();
        var fault = $"{entry.Name}() takes {string.Join(" or ", counts)} argument{(counts is [1] ? "" : "s")}, not {node.Arguments.Length}";
        Report(CelDiagnosticKind.UnknownFunction, node, fault, Functions);
    }

    private void RequireValues(Node[] arguments)
    {
        foreach (var argument in arguments)
            RequireValue(argument);
    }

    private void MismatchedComparison(CallNode node, Node[] arguments)
    {
        var (remedy, fix) = ComparisonRemedy(node, arguments[0], arguments[1]);
        Mismatch(node, arguments, remedy, fix);
    }

    private void Mismatch(CallNode node, Node[] arguments, string remedy, CelFix? fix = null)
    {
        var types = arguments.Select(argument => argument.Type.InWords).ToArray();
        var symbol = Symbols.OfFunction(node.Function);
        var message = node.Function switch
        {
            "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" when types[0] == types[1] => $"'{symbol}' cannot order two values of this kind: {types[0]}",
            "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" => $"'{symbol}' cannot compare a {types[0]} with a {types[1]}",
            "!_" => $"'!' negates a condition, and this is a {types[0]}",
            _ when types.Length == 2 && node.Function[0] is '_' or '@' => $"'{symbol}' does not take a {types[0]} and a {types[1]}",
            _ => $"{symbol}() does not take ({string.Join(", ", types)})",
        };
        Report(CelDiagnosticKind.TypeMismatch, node.Start, node.End, message, remedy, fix);
    }

    private static (string Remedy, CelFix? Fix) ComparisonRemedy(CallNode node, Node left, Node right)
    {
        foreach (var (one, other) in new[] { (left, right), (right, left) })
        {
            if (one.Type.Kind == CelKind.String && other.Type.IsNumeric)
            {
                if (one is LiteralNode literal && double.TryParse(literal.Value.AsString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _))
                    return ($"write {literal.Value.AsString()} without quotes", new CelFix(literal.Start, literal.End - literal.Start, literal.Value.AsString()));
                if (node.Function is "_==_" or "_!=_" && other is LiteralNode written)
                    return ($"write '{written.Value}' in quotes", new CelFix(written.Start, written.End - written.Start, $"'{written.Value}'"));
                return ($"a text has no order among numbers: compare a number such as value; double({Dotted(one) ?? "text"}) reads a text that holds a number", null);
            }
            if (one.Type.Kind == CelKind.Null)
                return ("ask has(attributes.name) to test for a missing attribute", null);
            if (one.Type.Kind == CelKind.Duration && other.Type.Kind == CelKind.String)
                return ("write duration('5m')", null);
            if (one.Type.Kind == CelKind.Timestamp && other.Type.Kind == CelKind.String)
                return ("write timestamp('2026-11-21T10:00:00Z')", null);
            if (one.Type.Kind == CelKind.Duration && other.Type.IsNumeric)
                return ("write the span as duration('30s')", null);
            if (one.Type.Kind == CelKind.Bool && other.Type.Kind == CelKind.String)
                return ("write true or false without quotes", null);
        }
        if (right is ListNode && node.Function is "_==_")
            return ("write in instead of == for one of several", new CelFix(node.Start, node.End - node.Start, "in"));
        return (new[] { left, right }.Any(side => side.Type.Kind is CelKind.List or CelKind.Map) ? "compare elements or size()" : "compare values of one kind", null);
    }

    private static string OverloadRemedy(CallNode node, FunctionEntry entry, Node[] arguments)
    {
        if (arguments.Length == 2 && arguments[0].Type.IsNumeric && arguments[1].Type.IsNumeric)
        {
            if (PointIsLacking(arguments) is { } whole)
                return $"write {whole.Value}.0";
            return node.Function == "_%_" ? "the remainder exists for whole numbers: int(...) both sides" : "convert one side, e.g. double(...)";
        }
        if (node.Function == "_+_" && arguments.Any(argument => argument.Type.Kind == CelKind.String))
            return "convert the other side to text: string(...)";
        if (node.Function == "!_")
            return "compare it with something, e.g. == 0";
        if (node.Function[0] == '_')
            return "use numbers of one kind on both sides";
        var receiver = entry.IsMember ? "x." : "";
        var forms = entry.Signatures.Take(4).Select(signature =>
            $"{receiver}{Symbols.OfFunction(entry.Name)}({string.Join(", ", signature.Parameters.Skip(entry.IsMember ? 1 : 0).Select(parameter => parameter.ToString()))})"
            + (entry.IsMember ? $" of a {signature.Parameters[0]}" : ""));
        return $"it takes {string.Join(", ", forms.Distinct())}";
    }

    private void CheckIn(CallNode node, Node[] arguments, CelType[] types)
    {
        RequireValue(arguments[0]);
        if (DeclaredObject(arguments[1]) is { } declaration && arguments[0] is LiteralNode { Value.Kind: CelKind.String } field)
        {
            FieldType(node, declaration, field.Value.AsString());
            return;
        }
        RequireValue(arguments[1]);
        var collection = types[1];
        if (collection.IsDyn)
            return;
        if (collection.Kind is not (CelKind.List or CelKind.Map))
            Mismatch(node, arguments, collection.Kind == CelKind.String ? "write text.contains(part)" : "write x in [a, b]");
        else if (collection.First is { } element && !TypeRules.Comparable(types[0], element))
            Report(CelDiagnosticKind.TypeMismatch, node, $"a {types[0].InWords} is never in a list of another kind",
                "give both the same type, e.g. x in ['a', 'b']");
    }

    private void CheckIndex(CallNode node, Node[] arguments, CelType[] types)
    {
        if (DeclaredObject(arguments[0]) is { } declaration && arguments[1] is LiteralNode { Value.Kind: CelKind.String } field)
        {
            node.Type = FieldType(node, declaration, field.Value.AsString());
            return;
        }
        RequireValue(arguments[0]);
        RequireValue(arguments[1]);
        var collection = types[0];
        if (collection.Kind == CelKind.List)
        {
            node.Type = collection.First ?? CelType.Dyn;
            if (!types[1].IsDyn && types[1].Kind != CelKind.Int)
                Mismatch(node, arguments, "a list is indexed by a whole number, e.g. list[0]");
        }
        else if (collection.Kind == CelKind.Map)
        {
            node.Type = collection.Second ?? CelType.Dyn;
            if (collection.First is { } key && !TypeRules.Comparable(types[1], key))
                Mismatch(node, arguments, $"the keys of this map are of type {key}");
        }
        else if (!collection.IsDyn)
        {
            Mismatch(node, arguments, collection.Kind == CelKind.String ? "write text.charAt(0)" : "only lists and maps are indexed");
        }
    }
}
