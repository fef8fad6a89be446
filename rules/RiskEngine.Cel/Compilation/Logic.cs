namespace RiskEngine.Cel.Compilation;

// && and ||: an operand that decides wins over errors of the others, in any order (language definition, "Logical Operators").
internal static class Logic
{
    // decisive: False for &&, True for ||.
    public static BoolEvaluator<TContext> Join<TContext>(BoolEvaluator<TContext>[] parts, Truth decisive)
    {
        var neutral = decisive == Truth.False ? Truth.True : Truth.False;
        if (parts is [var left, var right])
        {
            return (ref frame) =>
            {
                var first = left(ref frame);
                if (first == decisive)
                    return decisive;
                return first == neutral ? right(ref frame) : AfterError(ref frame, right, decisive);
            };
        }
        return (ref frame) =>
        {
            for (var i = 0; i < parts.Length; i++)
            {
                var truth = parts[i](ref frame);
                if (truth == decisive)
                    return decisive;
                if (truth == Truth.Error)
                    return AfterError(ref frame, parts, i + 1, decisive);
            }
            return neutral;
        };
    }

    private static Truth AfterError<TContext>(ref Frame<TContext> frame, BoolEvaluator<TContext> right, Truth decisive)
    {
        var error = frame.Error;
        return right(ref frame) == decisive ? decisive : frame.Fail(error);
    }

    private static Truth AfterError<TContext>(ref Frame<TContext> frame, BoolEvaluator<TContext>[] parts, int from, Truth decisive)
    {
        var error = frame.Error;
        for (var i = from; i < parts.Length; i++)
        {
            if (parts[i](ref frame) == decisive)
                return decisive;
        }
        return frame.Fail(error);
    }
}
