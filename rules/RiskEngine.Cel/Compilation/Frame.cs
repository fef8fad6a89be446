using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// What one evaluation carries through the compiled closures, by reference.
internal struct Frame<TContext>
{
    public TContext Context;

    // Comprehension variables by slot; null when the program has none.
    public CelValue[]? Locals;

    // Steps left; comprehensions and calls on long values count down.
    public long Budget;

    // Set by typed closures that report failure through their result.
    public CelValue Error;

    public Truth Fail(in CelValue error)
    {
        Error = error;
        return Truth.Error;
    }

    // False when the budget is used up.
    public bool Spend(long steps)
    {
        Budget -= steps;
        return Budget >= 0;
    }

    public bool SpendOn(in CelValue value) => value.Kind is not (CelKind.String or CelKind.Bytes or CelKind.List or CelKind.Map)
        || Spend(Sizes.Weight(value));
}
