using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// Calls of library functions on values; long arguments and results cost steps.
internal static class Calls
{
    public static ValueEvaluator<TContext> One<TContext>(ValueEvaluator<TContext> first, Function1 function) => (ref frame) =>
    {
        var a = first(ref frame);
        return a.IsError ? a : frame.SpendOn(a) ? Charged(ref frame, function(a)) : Exhausted;
    };

    public static ValueEvaluator<TContext> Two<TContext>(ValueEvaluator<TContext> first, ValueEvaluator<TContext> second, Function2 function) => (ref frame) =>
    {
        var a = first(ref frame);
        if (a.IsError)
            return a;
        var b = second(ref frame);
        if (b.IsError)
            return b;
        return frame.SpendOn(a) && frame.SpendOn(b) ? Charged(ref frame, function(a, b)) : Exhausted;
    };

    public static ValueEvaluator<TContext> Three<TContext>(
        ValueEvaluator<TContext> first, ValueEvaluator<TContext> second, ValueEvaluator<TContext> third, Function3 function) => (ref frame) =>
    {
        var a = first(ref frame);
        if (a.IsError)
            return a;
        var b = second(ref frame);
        if (b.IsError)
            return b;
        var c = third(ref frame);
        if (c.IsError)
            return c;
        return frame.SpendOn(a) && frame.SpendOn(b) && frame.SpendOn(c) ? Charged(ref frame, function(a, b, c)) : Exhausted;
    };

    public static ValueEvaluator<TContext> Many<TContext>(ValueEvaluator<TContext>[] evaluators, FunctionN function) => (ref frame) =>
    {
        var values = new CelValue[evaluators.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = evaluators[i](ref frame);
            if (values[i].IsError)
                return values[i];
            if (!frame.SpendOn(values[i]))
                return Exhausted;
        }
        return Charged(ref frame, function(values));
    };

    private static CelValue Exhausted => CelValue.Fail(CelErrorCode.BudgetExhausted);

    private static CelValue Charged<TContext>(ref Frame<TContext> frame, in CelValue result)
    {
        if (result.Kind is CelKind.List && result.AsList().Weight > Sizes.MaxWeight)
            return CelValue.Fail(CelErrorCode.TooLarge);
        return frame.SpendOn(result) ? result : Exhausted;
    }
}
