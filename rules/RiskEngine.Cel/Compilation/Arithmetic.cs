using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// Arithmetic on operands whose types the checker knows.
internal static class Arithmetic
{
    // Null: the general call does it.
    public static Code<TContext>? Compile<TContext>(string function, Code<TContext>[] arguments)
    {
        if (arguments is [var only])
            return only.Type.Kind == CelKind.Double ? new Code<TContext>(CelType.Double) { Double = Negated(only.AsDouble()) } : null;
        var (left, right) = (arguments[0], arguments[1]);
        return (left.Type.Kind, right.Type.Kind) switch
        {
            (CelKind.Double, CelKind.Double) => Doubles(function, left.AsDouble(), right.AsDouble()),
            (CelKind.Int, CelKind.Int) => Ints(function, left.AsInt(), right.AsInt()),
            _ => null,
        };
    }

    private static DoubleEvaluator<TContext> Negated<TContext>(DoubleEvaluator<TContext> operand) => (ref frame, out value) =>
    {
        var ok = operand(ref frame, out value);
        value = -value;
        return ok;
    };

    private static DoubleEvaluator<TContext> Sum<TContext>(DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right) => (ref frame, out value) =>
    {
        var ok = left(ref frame, out value) & right(ref frame, out var b);
        value += b;
        return ok;
    };

    private static DoubleEvaluator<TContext> Difference<TContext>(DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right) => (ref frame, out value) =>
    {
        var ok = left(ref frame, out value) & right(ref frame, out var b);
        value -= b;
        return ok;
    };

    private static DoubleEvaluator<TContext> Product<TContext>(DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right) => (ref frame, out value) =>
    {
        var ok = left(ref frame, out value) & right(ref frame, out var b);
        value *= b;
        return ok;
    };

    private static DoubleEvaluator<TContext> Quotient<TContext>(DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right) => (ref frame, out value) =>
    {
        var ok = left(ref frame, out value) & right(ref frame, out var b);
        value /= b;
        return ok;
    };

    private static Code<TContext>? Doubles<TContext>(string function, DoubleEvaluator<TContext> left, DoubleEvaluator<TContext> right)
    {
        var combined = function switch
        {
            "_+_" => Sum(left, right),
            "_-_" => Difference(left, right),
            "_*_" => Product(left, right),
            "_/_" => Quotient(left, right),
            _ => null,
        };
        return combined is null ? null : new Code<TContext>(CelType.Double) { Double = combined };
    }

    private static Code<TContext> Ints<TContext>(string function, IntEvaluator<TContext> left, IntEvaluator<TContext> right)
    {
        Function2 operation = function switch
        {
            "_+_" => Operators.Add,
            "_-_" => Operators.Subtract,
            "_*_" => Operators.Multiply,
            "_/_" => Operators.Divide,
            _ => Operators.Modulo,
        };
        return new Code<TContext>(CelType.Int)
        {
            Int = (ref frame, out value) =>
            {
                value = 0;
                if (!left(ref frame, out var a) || !right(ref frame, out var b))
                    return false;
                var result = operation(CelValue.Of(a), CelValue.Of(b));
                value = result.AsInt();
                if (!result.IsError)
                    return true;
                frame.Error = result;
                return false;
            },
        };
    }
}
