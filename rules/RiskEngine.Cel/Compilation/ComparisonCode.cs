using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// Comparison closures, from the most special form that fits to the general one.
internal static class ComparisonCode
{
    // Whole numbers up to here are exact as doubles.
    private const long ExactInteger = 1L << 53;

    public static BoolEvaluator<TContext> Compile<TContext>(string function, Code<TContext> left, Code<TContext> right) => function switch
    {
        "_<_" => Choose<TContext, LessThan, GreaterThan>(left, right),
        "_<=_" => Choose<TContext, LessOrEqual, GreaterOrEqual>(left, right),
        "_>_" => Choose<TContext, GreaterThan, LessThan>(left, right),
        "_>=_" => Choose<TContext, GreaterOrEqual, LessOrEqual>(left, right),
        "_==_" => Choose<TContext, EqualTo, EqualTo>(left, right),
        _ => Choose<TContext, NotEqualTo, NotEqualTo>(left, right),
    };

    private static BoolEvaluator<TContext> Choose<TContext, TRelation, TMirrored>(Code<TContext> left, Code<TContext> right)
        where TRelation : struct, IRelation
        where TMirrored : struct, IRelation
    {
        if (left.Constant is not null && right.Constant is null)
            return Choose<TContext, TMirrored>(right, left);
        return Choose<TContext, TRelation>(left, right);
    }

    private static BoolEvaluator<TContext> Choose<TContext, TRelation>(Code<TContext> left, Code<TContext> right)
        where TRelation : struct, IRelation
    {
        var (a, b) = (left.Type.Kind, right.Type.Kind);
        if (TryExactDouble(right.Constant, out var number))
        {
            if (left.TryNumber is { } tryNumber)
                return MostlyDouble<TContext, TRelation>(tryNumber, left, right, number);
            if (left.Getter is { } getter)
                return (ref frame) => TRelation.Test(getter(frame.Context), number) ? Truth.True : Truth.False;
            if (a == CelKind.Double)
                return DoubleWithConstant<TContext, TRelation>(left.AsDouble(), number);
        }
        if (a == CelKind.Int && b == CelKind.Int)
            return Ints<TContext, TRelation>(left.AsInt(), right.AsInt());
        if ((a, b) is (CelKind.Double, CelKind.Double or CelKind.Int) or (CelKind.Int, CelKind.Double))
            return Doubles<TContext, TRelation>(left.AsDouble(), right.AsDouble());
        if (a == CelKind.String && b == CelKind.String)
            return Texts<TContext, TRelation>(left, right);
        if (right.Constant is { Kind: CelKind.String } text && IsEquality<TRelation>())
            return EqualToText<TContext, TRelation>(left.AsValue(), text.AsString());
        return IsEquality<TRelation>() ? Equalities<TContext, TRelation>(left.AsValue(), right.AsValue()) : Orders<TContext, TRelation>(left.AsValue(), right.AsValue());
    }

    private static bool IsEquality<TRelation>() => typeof(TRelation) == typeof(EqualTo) || typeof(TRelation) == typeof(NotEqualTo);

    private static bool TryExactDouble(CelValue? constant, out double number)
    {
        number = 0;
        switch (constant?.Kind)
        {
            case CelKind.Double:
                number = constant.Value.AsDouble();
                return true;
            case CelKind.Int when constant.Value.AsInt() is >= -ExactInteger and <= ExactInteger:
                number = constant.Value.AsInt();
                return true;
            default:
                return false;
        }
    }

    private static BoolEvaluator<TContext> MostlyDouble<TContext, TRelation>(CelNumberAccessor<TContext> tryNumber, Code<TContext> left, Code<TContext> right, double number)
        where TRelation : struct, IRelation
    {
        var general = IsEquality<TRelation>() ? Equalities<TContext, TRelation>(left.AsValue(), right.AsValue()) : Orders<TContext, TRelation>(left.AsValue(), right.AsValue());
        return (ref frame) =>
        {
            if (!tryNumber(frame.Context, out var value))
                return general(ref frame);
            return TRelation.Test(value, number) ? Truth.True : Truth.False;
        };
    }

    private static BoolEvaluator<TContext> DoubleWithConstant<TContext, TRelation>(DoubleEvaluator<TContext> left, double number)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            if (!left(ref frame, out var a))
                return Truth.Error;
            return TRelation.Test(a, number) ? Truth.True : Truth.False;
        };

    private static BoolEvaluator<TContext> Doubles<TContext, TRelation>(DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            if (!left(ref frame, out var a) || !right(ref frame, out var b))
                return Truth.Error;
            return TRelation.Test(a, b) ? Truth.True : Truth.False;
        };

    private static BoolEvaluator<TContext> Ints<TContext, TRelation>(IntEvaluator<TContext> left, IntEvaluator<TContext> right)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            if (!left(ref frame, out var a) || !right(ref frame, out var b))
                return Truth.Error;
            return TRelation.Test(a, b) ? Truth.True : Truth.False;
        };

    private static BoolEvaluator<TContext> Texts<TContext, TRelation>(Code<TContext> left, Code<TContext> right)
        where TRelation : struct, IRelation
    {
        var (first, second) = (left.AsText(), right.AsText());
        if (IsEquality<TRelation>() && right.Constant is { } constant)
        {
            var text = constant.AsString();
            return (ref frame) =>
            {
                if (first(ref frame) is not { } a)
                    return Truth.Error;
                return TRelation.Test(string.Equals(a, text) ? Ordering.Equal : Ordering.Unordered) ? Truth.True : Truth.False;
            };
        }
        return (ref frame) =>
        {
            if (first(ref frame) is not { } a || second(ref frame) is not { } b)
                return Truth.Error;
            return TRelation.Test(Equality.Compare(a, b)) ? Truth.True : Truth.False;
        };
    }

    private static BoolEvaluator<TContext> EqualToText<TContext, TRelation>(ValueEvaluator<TContext> left, string text)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            var a = left(ref frame);
            if (a.IsError)
                return frame.Fail(a);
            var equal = a.Kind == CelKind.String && string.Equals(a.AsString(), text);
            return TRelation.Test(equal ? Ordering.Equal : Ordering.Unordered) ? Truth.True : Truth.False;
        };

    private static BoolEvaluator<TContext> Equalities<TContext, TRelation>(ValueEvaluator<TContext> left, ValueEvaluator<TContext> right)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            var a = left(ref frame);
            if (a.IsError)
                return frame.Fail(a);
            var b = right(ref frame);
            if (b.IsError)
                return frame.Fail(b);
            if (!frame.SpendOn(a))
                return frame.Fail(CelValue.Fail(CelErrorCode.BudgetExhausted));
            return TRelation.Test(Equality.AreEqual(a, b) ? Ordering.Equal : Ordering.Unordered) ? Truth.True : Truth.False;
        };

    private static BoolEvaluator<TContext> Orders<TContext, TRelation>(ValueEvaluator<TContext> left, ValueEvaluator<TContext> right)
        where TRelation : struct, IRelation => (ref frame) =>
        {
            var a = left(ref frame);
            if (a.IsError)
                return frame.Fail(a);
            var b = right(ref frame);
            if (b.IsError)
                return frame.Fail(b);
            var order = Equality.Compare(a, b);
            if (order == Ordering.Incomparable)
                return frame.Fail(CelError.NoOverload(TRelation.Name, a.Kind, b.Kind).Pack());
            return TRelation.Test(order) ? Truth.True : Truth.False;
        };
}
