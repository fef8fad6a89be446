using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// One compiled sub-expression in the forms that exist; the adapters make the others.
internal sealed class Code<TContext>(CelType type)
{
    public CelType Type { get; } = type;

    // A value that never changes. Never an error.
    public CelValue? Constant { get; init; }

    public ValueEvaluator<TContext>? Value { get; init; }

    public BoolEvaluator<TContext>? Bool { get; init; }

    public DoubleEvaluator<TContext>? Double { get; init; }

    public IntEvaluator<TContext>? Int { get; init; }

    public TextEvaluator<TContext>? Text { get; init; }

    // A double straight from the context that cannot fail.
    public Func<TContext, double>? Getter { get; init; }

    // A dyn that is usually a number.
    public CelNumberAccessor<TContext>? TryNumber { get; init; }

    // A constant part of it always fails; that is reported once and not folded again.
    public bool AlwaysFails { get; init; }

    public static Code<TContext> Of(CelValue constant) => new(CelType.OfKind(constant.Kind)) { Constant = constant };

    public ValueEvaluator<TContext> AsValue()
    {
        if (Value is { } value)
            return value;
        if (Constant is { } constant)
            return (ref _) => constant;
        if (Bool is { } boolean)
        {
            return (ref frame) => boolean(ref frame) switch
            {
                Truth.False => CelValue.Of(false),
                Truth.True => CelValue.Of(true),
                _ => frame.Error,
            };
        }
        if (Double is { } number)
            return (ref frame) => number(ref frame, out var result) ? CelValue.Of(result) : frame.Error;
        if (Int is { } whole)
            return (ref frame) => whole(ref frame, out var result) ? CelValue.Of(result) : frame.Error;
        if (Text is { } text)
            return (ref frame) => text(ref frame) is { } result ? CelValue.Of(result) : frame.Error;
        throw new InvalidOperationException("a compiled expression has no form");
    }

    public BoolEvaluator<TContext> AsBool()
    {
        if (Bool is { } boolean)
            return boolean;
        if (Constant is { Kind: CelKind.Bool } constant)
        {
            var truth = constant.AsBool() ? Truth.True : Truth.False;
            return (ref _) => truth;
        }
        var value = AsValue();
        return (ref frame) => ToTruth(ref frame, value(ref frame));
    }

    public DoubleEvaluator<TContext> AsDouble()
    {
        if (Double is { } number)
            return number;
        if (Constant is { } constant && Conversions.ToDouble(constant) is { Kind: CelKind.Double } converted)
        {
            var fixedNumber = converted.AsDouble();
            return (ref _, out result) =>
            {
                result = fixedNumber;
                return true;
            };
        }
        if (Int is { } whole)
        {
            return (ref frame, out result) =>
            {
                var ok = whole(ref frame, out var count);
                result = count;
                return ok;
            };
        }
        var value = AsValue();
        return (ref frame, out result) =>
        {
            var computed = value(ref frame);
            result = computed.Kind switch
            {
                CelKind.Double => computed.AsDouble(),
                CelKind.Int => computed.AsInt(),
                CelKind.Uint => computed.AsUint(),
                _ => 0,
            };
            if (Equality.IsNumber(computed.Kind))
                return true;
            frame.Error = computed.IsError ? computed : WrongType(computed.Kind, "a number");
            return false;
        };
    }

    public IntEvaluator<TContext> AsInt()
    {
        if (Int is { } whole)
            return whole;
        if (Constant is { Kind: CelKind.Int } constant)
        {
            var fixedNumber = constant.AsInt();
            return (ref _, out result) =>
            {
                result = fixedNumber;
                return true;
            };
        }
        var value = AsValue();
        return (ref frame, out result) =>
        {
            var computed = value(ref frame);
            result = computed.AsInt();
            if (computed.Kind == CelKind.Int)
                return true;
            frame.Error = computed.IsError ? computed : WrongType(computed.Kind, "an int");
            return false;
        };
    }

    public TextEvaluator<TContext> AsText()
    {
        if (Text is { } text)
            return text;
        if (Constant is { Kind: CelKind.String } constant)
        {
            var fixedText = constant.AsString();
            return (ref _) => fixedText;
        }
        var value = AsValue();
        return (ref frame) =>
        {
            var computed = value(ref frame);
            if (computed.Kind == CelKind.String)
                return computed.AsString();
            frame.Error = computed.IsError ? computed : WrongType(computed.Kind, "a string");
            return null;
        };
    }

    private static Truth ToTruth(ref Frame<TContext> frame, in CelValue value)
    {
        if (value.Kind == CelKind.Bool)
            return value.AsBool() ? Truth.True : Truth.False;
        return frame.Fail(value.IsError ? value : CelError.NoOverload("condition", value.Kind).Pack());
    }

    private static CelValue WrongType(CelKind kind, string wanted) => CelValue.Fail(CelErrorCode.WrongResultType, wanted, (long)kind);
}
