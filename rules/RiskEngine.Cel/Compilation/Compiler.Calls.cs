using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// Operators and function calls.
internal sealed partial class Compiler<TContext>
{
    private Code<TContext> Call(CallNode node)
    {
        if (node.Own is CelFunction<TContext> own)
            return Own(node, own);
        if (node.Entry is not { } entry)
            return Failing(CelValue.Fail(CelErrorCode.UnknownFunction, node.Function), node.Type);
        var receiver = node.Target is not null && !node.TargetIsNamespace ? node.Target : null;
        Node[] nodes = receiver is null ? node.Arguments : [receiver, .. node.Arguments];
        if (nodes.Length == 2 && node.Function is "_[_]" or "@in" && ObjectAccess(node, nodes) is { } access)
            return access;
        var arguments = new Code<TContext>[nodes.Length];
        var fails = false;
        for (var i = 0; i < nodes.Length; i++)
        {
            arguments[i] = Compile(nodes[i]);
            fails |= arguments[i].AlwaysFails;
        }
        var code = Specialised(node, arguments) ?? General(node, entry, arguments);
        if (strict && !node.IsClosed)
            WarnOfConstants(node, nodes, arguments);
        return fails ? new Code<TContext>(code.Type) { Value = code.AsValue(), AlwaysFails = true } : code;
    }

    private static Code<TContext> Own(CallNode node, CelFunction<TContext> own)
    {
        var read = own.Bind(CallText.Of(node));
        var missing = CelValue.Fail(CelErrorCode.InvalidArgument, $"{Printer.Print(node)} has no number to judge");
        return new Code<TContext>(CelType.Double)
        {
            Double = (ref frame, out value) =>
            {
                value = read(frame.Context);
                if (!double.IsNaN(value))
                    return true;
                frame.Error = missing;
                return false;
            },
        };
    }

    // attributes['x'] and 'x' in attributes read the field without a map.
    private static Code<TContext>? ObjectAccess(CallNode node, Node[] nodes)
    {
        var (owner, key) = node.Function == "@in" ? (nodes[1], nodes[0]) : (nodes[0], nodes[1]);
        if (key is not LiteralNode { Value.Kind: CelKind.String } literal || Field(owner, literal.Value.AsString()) is not { } field)
            return null;
        return node.Function == "@in" ? Presence(field) : Variable(field, literal.Value.AsString());
    }

    private Code<TContext>? Specialised(CallNode node, Code<TContext>[] arguments)
    {
        switch (node.Function)
        {
            case "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" when arguments.Length == 2:
                return new Code<TContext>(CelType.Bool) { Bool = ComparisonCode.Compile(node.Function, arguments[0], arguments[1]) };
            case "_+_" or "_-_" or "_*_" or "_/_" or "_%_" or "-_":
                return Arithmetic.Compile(node.Function, arguments);
            case "!_":
                return Not(arguments[0].AsBool());
            case "@in" when arguments[1].Constant is { Kind: CelKind.List } list:
                return InConstantList(arguments[0], list.AsList());
            case "matches" when arguments is [var text, { Constant: { Kind: CelKind.String } pattern }]:
                return Matches(text, pattern.AsString(), node);
            case "contains" or "startsWith" or "endsWith" when arguments is [var text, { Constant: { Kind: CelKind.String } part }]:
                return TextTest(node.Function, text, part.AsString());
            case "double" when arguments is [{ Type.IsNumeric: true } number]:
                return new Code<TContext>(CelType.Double) { Double = number.AsDouble() };
            case "dyn" when arguments is [var only]:
                return new Code<TContext>(CelType.Dyn) { Value = only.AsValue() };
            default:
                return null;
        }
    }

    private static Code<TContext> Not(BoolEvaluator<TContext> operand) => new(CelType.Bool)
    {
        Bool = (ref frame) => operand(ref frame) switch
        {
            Truth.False => Truth.True,
            Truth.True => Truth.False,
            _ => Truth.Error,
        },
    };

    private static Code<TContext> InConstantList(Code<TContext> item, CelList list)
    {
        var allTexts = list.Count > 0;
        foreach (var value in list)
            allTexts &= value.Kind == CelKind.String;
        if (allTexts && item.Type.Kind is CelKind.String or CelKind.Absent)
            return InTexts(item.AsValue(), item, [.. list.Select(value => value.AsString())]);
        var read = item.AsValue();
        return new Code<TContext>(CelType.Bool)
        {
            Bool = (ref frame) =>
            {
                var value = read(ref frame);
                if (value.IsError)
                    return frame.Fail(value);
                if (!frame.Spend(list.Count))
                    return frame.Fail(CelValue.Fail(CelErrorCode.BudgetExhausted));
                return list.Contains(value) ? Truth.True : Truth.False;
            },
        };
    }

    private static Code<TContext> InTexts(ValueEvaluator<TContext> read, Code<TContext> item, string[] texts)
    {
        const int HashFrom = 8;
        var set = texts.Length >= HashFrom ? new HashSet<string>(texts, StringComparer.Ordinal) : null;
        if (item.Text is { } text)
        {
            return new Code<TContext>(CelType.Bool)
            {
                Bool = (ref frame) => text(ref frame) is { } value ? Contains(set, texts, value) : Truth.Error,
            };
        }
        return new Code<TContext>(CelType.Bool)
        {
            Bool = (ref frame) =>
            {
                var value = read(ref frame);
                if (value.IsError)
                    return frame.Fail(value);
                return value.Kind == CelKind.String ? Contains(set, texts, value.AsString()) : Truth.False;
            },
        };
    }

    private static Truth Contains(HashSet<string>? set, string[] texts, string value)
    {
        if (set is not null)
            return set.Contains(value) ? Truth.True : Truth.False;
        foreach (var text in texts)
        {
            if (string.Equals(text, value))
                return Truth.True;
        }
        return Truth.False;
    }

    private Code<TContext>? Matches(Code<TContext> text, string pattern, CallNode node)
    {
        if (!LinearPattern.TryCreate(pattern, out var compiled, out var fault))
        {
            if (strict)
                diagnostics.Report(CelDiagnosticKind.BadConstant, node.Arguments[^1].Start, node.Arguments[^1].End, fault,
                    "see the RE2 syntax; there are no back-references and no look-around");
            return null;
        }
        var read = text.AsValue();
        return new Code<TContext>(CelType.Bool)
        {
            Value = (ref frame) =>
            {
                var value = read(ref frame);
                if (value.IsError)
                    return value;
                if (value.Kind != CelKind.String)
                    return CelError.NoOverload("matches", value.Kind, CelKind.String).Pack();
                return frame.Spend(1 + (value.AsString().Length / 8)) ? compiled.Test(value.AsString()) : CelValue.Fail(CelErrorCode.BudgetExhausted);
            },
        };
    }

    private static Code<TContext>? TextTest(string function, Code<TContext> text, string part)
    {
        if (text.Type.Kind != CelKind.String)
            return null;
        var read = text.AsText();
        BoolEvaluator<TContext> test = function switch
        {
            "contains" => (ref frame) => read(ref frame) is { } value ? ToTruth(value.Contains(part, StringComparison.Ordinal)) : Truth.Error,
            "startsWith" => (ref frame) => read(ref frame) is { } value ? ToTruth(value.StartsWith(part, StringComparison.Ordinal)) : Truth.Error,
            _ => (ref frame) => read(ref frame) is { } value ? ToTruth(value.EndsWith(part, StringComparison.Ordinal)) : Truth.Error,
        };
        return new Code<TContext>(CelType.Bool) { Bool = test };
    }

    private static Truth ToTruth(bool value) => value ? Truth.True : Truth.False;

    // Mistakes in the constant part of a call that the fold cannot see, because another argument varies.
    private void WarnOfConstants(CallNode node, Node[] nodes, Code<TContext>[] arguments)
    {
        if (node.Function is "_/_" or "_%_" && arguments[0].Type.Kind is CelKind.Int or CelKind.Uint
            && arguments[1].Constant is { Kind: CelKind.Int or CelKind.Uint } divisor && divisor.AsInt() == 0)
            diagnostics.Report(CelDiagnosticKind.BadConstant, node.Start, node.End, "this always fails: division by zero",
                "divide by something else");
        if (node.Entry is { IsMember: true } && arguments is [{ Type: { } subject }, { Constant: { Kind: CelKind.String } zone }]
            && subject.Kind is CelKind.Timestamp or CelKind.Absent && node.Function.StartsWith("get", StringComparison.Ordinal)
            && !TimeFunctions.TryOffset(zone.AsString(), 0, out _))
            diagnostics.Report(CelDiagnosticKind.BadConstant, nodes[1].Start, nodes[1].End, $"the time zone '{zone.AsString()}' is not known",
                "write e.g. 'Europe/Rome', 'UTC' or '+02:00'");
    }

    private static Code<TContext> General(CallNode node, FunctionEntry entry, Code<TContext>[] arguments)
    {
        if (!entry.Takes(arguments.Length) || arguments.Length == 0)
            return Failing(CelError.NoOverload(node.Function, 0).Pack(), node.Type);
        var values = new ValueEvaluator<TContext>[arguments.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = arguments[i].AsValue();
        return new Code<TContext>(node.Type)
        {
            Value = values switch
            {
                [var a] when entry.One is { } one => Calls.One(a, one),
                [var a, var b] when entry.Two is { } two => Calls.Two(a, b, two),
                [var a, var b, var c] when entry.Three is { } three => Calls.Three(a, b, c, three),
                _ when entry.Many is { } many => Calls.Many(values, many),
                _ => (ref _) => CelValue.Fail(CelErrorCode.NoSuchOverload, node.Function),
            },
        };
    }
}
