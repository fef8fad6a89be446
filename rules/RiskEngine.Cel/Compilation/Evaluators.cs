using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

internal enum Truth : byte
{
    False,
    True,

    // The frame holds the error.
    Error,
}

// Errors come back as values of kind Error.
internal delegate CelValue ValueEvaluator<TContext>(ref Frame<TContext> frame);

internal delegate Truth BoolEvaluator<TContext>(ref Frame<TContext> frame);

// False: the frame holds the error.
internal delegate bool DoubleEvaluator<TContext>(ref Frame<TContext> frame, out double value);

// False: the frame holds the error.
internal delegate bool IntEvaluator<TContext>(ref Frame<TContext> frame, out long value);

// Null: the frame holds the error.
internal delegate string? TextEvaluator<TContext>(ref Frame<TContext> frame);
