using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Tree;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// A checked tree to closures. Where the checker knows the types they are specialised and unboxed; elsewhere they work on CelValue.
// Parts that depend on nothing are evaluated here, once.
internal sealed partial class Compiler<TContext>(DiagnosticSink diagnostics, bool strict, int localCount)
{
    private const double FoldingCostLimit = 10_000;

    public Code<TContext> Compile(Node node)
    {
        var code = node switch
        {
            LiteralNode literal => Code<TContext>.Of(literal.Value),
            NameNode name => Resolved(name.Resolution, name.Name, name.Type),
            SelectNode select => Select(select),
            CallNode call => Call(call),
            LogicalNode logical => Logical(logical),
            ConditionalNode conditional => Conditional(conditional),
            ListNode list => List(list),
            MapNode map => Map(map),
            MacroNode macro => Macro(macro),
            _ => Failing(CelValue.Fail(CelErrorCode.InvalidArgument, "a part of the expression could not be read"), node.Type),
        };
        return node.IsClosed && code.Constant is null && !code.AlwaysFails && node.Cost <= FoldingCostLimit ? Fold(node, code) : code;
    }

    private static Code<TContext> Failing(CelValue error, CelType type) => new(type) { Value = (ref _) => error };

    private static CelKind KindOf(in Code<TContext> code) => code.Type.Kind;

    private Code<TContext> Fold(Node node, Code<TContext> code)
    {
        // A closed part never reads the context.
        var frame = new Frame<TContext> { Budget = (long)FoldingCostLimit * 10, Locals = localCount == 0 ? null : new CelValue[localCount] };
        var value = code.AsValue()(ref frame);
        if (!value.IsError && !value.IsAbsent)
            return new Code<TContext>(node.Type.IsDyn ? CelType.Dyn : code.Type) { Constant = value };
        if (strict && !(diagnostics.HasErrors && IsKnownToChecker(value.AsError().Code)))
            diagnostics.Report(CelDiagnosticKind.BadConstant, node.Start, node.End, $"this always fails: {value.AsError().Message}",
                "correct the constant");
        return new Code<TContext>(code.Type) { Value = code.AsValue(), AlwaysFails = true };
    }

    // The checker has already reported it, in better words.
    private static bool IsKnownToChecker(CelErrorCode code) =>
        code is CelErrorCode.NoSuchOverload or CelErrorCode.UndeclaredReference or CelErrorCode.UnknownFunction;

    private Code<TContext> Resolved(Resolution resolution, string name, CelType type)
    {
        switch (resolution.Kind)
        {
            case ResolutionKind.Local:
                var slot = resolution.Slot;
                return new Code<TContext>(type) { Value = (ref frame) => frame.Locals is { } locals ? locals[slot] : default };
            case ResolutionKind.Constant:
                return Code<TContext>.Of(resolution.Constant);
            case ResolutionKind.Declared when resolution.Declaration is CelVariable<TContext> variable:
                return Variable(variable, name);
            default:
                return Failing(CelValue.Fail(CelErrorCode.UndeclaredReference, name), type);
        }
    }

    private static Code<TContext> Variable(CelVariable<TContext> variable, string name)
    {
        if (variable.Double is { } number)
        {
            return new Code<TContext>(variable.Type)
            {
                Getter = number,
                Double = (ref frame, out value) =>
                {
                    value = number(frame.Context);
                    return true;
                },
            };
        }
        if (variable.Int is { } whole)
        {
            return new Code<TContext>(variable.Type)
            {
                Int = (ref frame, out value) =>
                {
                    value = whole(frame.Context);
                    return true;
                },
            };
        }
        if (variable.Bool is { } boolean)
            return new Code<TContext>(variable.Type) { Bool = (ref frame) => boolean(frame.Context) ? Truth.True : Truth.False };
        var missing = CelValue.Fail(CelErrorCode.NoSuchKey, name);
        if (variable.Text is { } text)
        {
            return new Code<TContext>(variable.Type)
            {
                Text = (ref frame) =>
                {
                    if (text(frame.Context) is { } value)
                        return value;
                    frame.Error = missing;
                    return null;
                },
            };
        }
        if (variable.Value is not { } read)
            return Failing(missing, variable.Type);
        return new Code<TContext>(variable.Type)
        {
            TryNumber = variable.TryNumber,
            Value = (ref frame) => read(frame.Context) is { IsAbsent: false } value ? value : missing,
        };
    }

    private Code<TContext> Select(SelectNode node)
    {
        if (node.Resolution.Kind != ResolutionKind.None)
            return Resolved(node.Resolution, $"{(node.Operand as NameNode)?.Name}.{node.Field}", node.Type);
        if (Field(node.Operand, node.Field) is { } field)
            return node.TestOnly ? Presence(field) : Variable(field, node.Field);
        var operand = Compile(node.Operand);
        var inner = operand.AsValue();
        var name = node.Field;
        if (node.TestOnly)
        {
            return new Code<TContext>(CelType.Bool)
            {
                AlwaysFails = operand.AlwaysFails,
                Value = (ref frame) => inner(ref frame) is { IsError: false } value ? Operators.Has(value, name) : frame.Error,
            };
        }
        return new Code<TContext>(node.Type)
        {
            AlwaysFails = operand.AlwaysFails,
            Value = (ref frame) =>
            {
                var value = inner(ref frame);
                return value.IsError ? value : Operators.Select(value, name);
            },
        };
    }

    // The accessor of a field when the operand is a declared object.
    private static CelVariable<TContext>? Field(Node operand, string field)
    {
        var resolution = operand switch
        {
            NameNode name => name.Resolution,
            SelectNode select => select.Resolution,
            _ => default,
        };
        return (resolution.Declaration as CelVariable<TContext>)?.Fields?.Find(field);
    }

    private static Code<TContext> Presence(CelVariable<TContext> field)
    {
        if (field.Text is { } text)
            return new Code<TContext>(CelType.Bool) { Bool = (ref frame) => text(frame.Context) is null ? Truth.False : Truth.True };
        if (field.Value is { } read)
            return new Code<TContext>(CelType.Bool) { Bool = (ref frame) => read(frame.Context).IsAbsent ? Truth.False : Truth.True };
        return new Code<TContext>(CelType.Bool) { Bool = (ref _) => Truth.True };
    }

    private Code<TContext> Conditional(ConditionalNode node)
    {
        var (condition, whenTrue, whenFalse) = (Compile(node.Condition), Compile(node.WhenTrue), Compile(node.WhenFalse));
        var test = condition.AsBool();
        var fails = condition.AlwaysFails || whenTrue.AlwaysFails || whenFalse.AlwaysFails;
        if (KindOf(whenTrue) == CelKind.Double && KindOf(whenFalse) == CelKind.Double)
        {
            var (first, second) = (whenTrue.AsDouble(), whenFalse.AsDouble());
            return new Code<TContext>(node.Type)
            {
                AlwaysFails = fails,
                Double = (ref frame, out value) =>
                {
                    switch (test(ref frame))
                    {
                        case Truth.True:
                            return first(ref frame, out value);
                        case Truth.False:
                            return second(ref frame, out value);
                        default:
                            value = 0;
                            return false;
                    }
                },
            };
        }
        if (KindOf(whenTrue) == CelKind.Bool && KindOf(whenFalse) == CelKind.Bool)
        {
            var (first, second) = (whenTrue.AsBool(), whenFalse.AsBool());
            return new Code<TContext>(node.Type)
            {
                AlwaysFails = fails,
                Bool = (ref frame) => test(ref frame) switch
                {
                    Truth.True => first(ref frame),
                    Truth.False => second(ref frame),
                    _ => Truth.Error,
                },
            };
        }
        var (one, other) = (whenTrue.AsValue(), whenFalse.AsValue());
        return new Code<TContext>(node.Type)
        {
            AlwaysFails = fails,
            Value = (ref frame) => test(ref frame) switch
            {
                Truth.True => one(ref frame),
                Truth.False => other(ref frame),
                _ => frame.Error,
            },
        };
    }

    private Code<TContext> Logical(LogicalNode node)
    {
        var parts = new BoolEvaluator<TContext>[node.Operands.Length];
        var fails = false;
        for (var i = 0; i < parts.Length; i++)
        {
            var part = Compile(node.Operands[i]);
            fails |= part.AlwaysFails;
            parts[i] = part.AsBool();
        }
        return new Code<TContext>(CelType.Bool) { AlwaysFails = fails, Bool = Logic.Join(parts, node.IsAnd ? Truth.False : Truth.True) };
    }

    private Code<TContext> List(ListNode node)
    {
        var fails = false;
        var items = CompileAll(node.Items, ref fails);
        return new Code<TContext>(node.Type)
        {
            AlwaysFails = fails,
            Value = (ref frame) =>
            {
                var values = new CelValue[items.Length];
                for (var i = 0; i < items.Length; i++)
                {
                    values[i] = items[i](ref frame);
                    if (values[i].IsError)
                        return values[i];
                }
                return frame.Spend(values.Length) ? Sizes.Bounded(new CelList(values)) : CelValue.Fail(CelErrorCode.BudgetExhausted);
            },
        };
    }

    private Code<TContext> Map(MapNode node)
    {
        var fails = false;
        var keys = CompileAll(node.Keys, ref fails);
        var values = CompileAll(node.Values, ref fails);
        return new Code<TContext>(node.Type)
        {
            AlwaysFails = fails,
            Value = (ref frame) =>
            {
                var map = new CelMap(keys.Length);
                for (var i = 0; i < keys.Length; i++)
                {
                    var key = keys[i](ref frame);
                    if (key.IsError)
                        return key;
                    var value = values[i](ref frame);
                    if (value.IsError)
                        return value;
                    if (!CelMap.IsKey(key))
                        return CelValue.Fail(CelErrorCode.UnsupportedKeyType, null, (long)key.Kind);
                    if (!map.TryAdd(key, value))
                        return DuplicateKey(key);
                }
                return frame.Spend(keys.Length) ? Sizes.Bounded(map) : CelValue.Fail(CelErrorCode.BudgetExhausted);
            },
        };
    }

    private static CelValue DuplicateKey(in CelValue key) => key.Kind == CelKind.String
        ? CelValue.Fail(CelErrorCode.DuplicateKey, key.AsString())
        : CelValue.Fail(CelErrorCode.DuplicateKey, null, key.AsInt());

    private ValueEvaluator<TContext>[] CompileAll(Node[] nodes, ref bool fails)
    {
        var compiled = new ValueEvaluator<TContext>[nodes.Length];
        for (var i = 0; i < nodes.Length; i++)
        {
            var code = Compile(nodes[i]);
            fails |= code.AlwaysFails;
            compiled[i] = code.AsValue();
        }
        return compiled;
    }
}
