using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Compilation;

// The loop of one macro. Each round costs a step, so that no expression can stall its task.
internal sealed class MacroLoop<TContext>(
    ValueEvaluator<TContext> range, int slot, bool twoVariables, BoolEvaluator<TContext>? filter, ValueEvaluator<TContext>? transform)
{
    private static readonly BoolEvaluator<TContext> Always = (ref _) => Truth.True;

    private readonly BoolEvaluator<TContext> _filter = filter ?? Always;

    public Truth All(ref Frame<TContext> frame) => Quantify(ref frame, Truth.False);

    public Truth Exists(ref Frame<TContext> frame) => Quantify(ref frame, Truth.True);

    public Truth ExistsOne(ref Frame<TContext> frame)
    {
        var rounds = new Rounds();
        if (!Start(ref frame, ref rounds))
            return Truth.Error;
        var found = 0;
        while (Next(ref frame, ref rounds))
        {
            var truth = _filter(ref frame);
            if (truth == Truth.Error)
                return Truth.Error;
            found += truth == Truth.True ? 1 : 0;
        }
        return rounds.Exhausted ? Truth.Error : found == 1 ? Truth.True : Truth.False;
    }

    // map, filter and transformList.
    public CelValue Collect(ref Frame<TContext> frame)
    {
        var rounds = new Rounds();
        if (!Start(ref frame, ref rounds))
            return frame.Error;
        var results = new List<CelValue>();
        while (Next(ref frame, ref rounds))
        {
            var truth = _filter(ref frame);
            if (truth == Truth.Error)
                return frame.Error;
            if (truth == Truth.False)
                continue;
            var result = transform is null ? rounds.Item : transform(ref frame);
            if (result.IsError)
                return result;
            results.Add(result);
        }
        return rounds.Exhausted ? frame.Error : Sizes.Bounded(new CelList([.. results]));
    }

    public CelValue TransformMap(ref Frame<TContext> frame)
    {
        var rounds = new Rounds();
        if (!Start(ref frame, ref rounds))
            return frame.Error;
        var results = new CelMap();
        while (Next(ref frame, ref rounds))
        {
            var truth = _filter(ref frame);
            if (truth == Truth.Error)
                return frame.Error;
            if (truth == Truth.False || transform is null)
                continue;
            var key = rounds.Key;
            var result = transform(ref frame);
            if (result.IsError)
                return result;
            results.TryAdd(key, result);
        }
        return rounds.Exhausted ? frame.Error : Sizes.Bounded(results);
    }

    public CelValue TransformMapEntry(ref Frame<TContext> frame)
    {
        var rounds = new Rounds();
        if (!Start(ref frame, ref rounds))
            return frame.Error;
        var results = new CelMap();
        while (Next(ref frame, ref rounds))
        {
            var truth = _filter(ref frame);
            if (truth == Truth.Error)
                return frame.Error;
            if (truth == Truth.False || transform is null)
                continue;
            var result = transform(ref frame);
            if (result.Kind != CelKind.Map)
                return result.IsError ? result : CelError.NoOverload("transformMapEntry", result.Kind).Pack();
            foreach (var (key, value) in result.AsMap().Items)
            {
                if (!results.TryAdd(key, value))
                    return CelValue.Fail(CelErrorCode.DuplicateKey, ValueText.Display(key));
            }
        }
        return rounds.Exhausted ? frame.Error : Sizes.Bounded(results);
    }

    // all: decisive is False; exists: True. The decisive answer of one round wins over errors of the others.
    private Truth Quantify(ref Frame<TContext> frame, Truth decisive)
    {
        var rounds = new Rounds();
        if (!Start(ref frame, ref rounds))
            return Truth.Error;
        var failed = false;
        CelValue error = default;
        while (Next(ref frame, ref rounds))
        {
            var truth = _filter(ref frame);
            if (truth == decisive)
                return decisive;
            if (truth != Truth.Error || failed)
                continue;
            failed = true;
            error = frame.Error;
        }
        if (rounds.Exhausted)
            return Truth.Error;
        return failed ? frame.Fail(error) : decisive == Truth.False ? Truth.True : Truth.False;
    }

    private bool Start(ref Frame<TContext> frame, ref Rounds rounds)
    {
        var value = range(ref frame);
        switch (value.Kind)
        {
            case CelKind.List:
                rounds.List = value.AsList();
                return true;
            case CelKind.Map:
                rounds.Entries = value.AsMap().Items.GetEnumerator();
                return true;
            default:
                frame.Error = value.IsError ? value : CelError.NoOverload("comprehension", value.Kind).Pack();
                return false;
        }
    }

    private bool Next(ref Frame<TContext> frame, ref Rounds rounds)
    {
        CelValue first, second;
        if (rounds.List is { } list)
        {
            if (++rounds.Index >= list.Count)
                return false;
            second = list[rounds.Index];
            first = twoVariables ? CelValue.Of((long)rounds.Index) : second;
        }
        else
        {
            if (!rounds.Entries.MoveNext())
                return false;
            (first, second) = rounds.Entries.Current;
        }
        if (!frame.Spend(1))
        {
            frame.Error = CelValue.Fail(CelErrorCode.BudgetExhausted);
            rounds.Exhausted = true;
            return false;
        }
        rounds.Key = first;
        rounds.Item = rounds.List is null ? first : second;
        if (frame.Locals is { } locals)
        {
            locals[slot] = first;
            if (twoVariables)
                locals[slot + 1] = second;
        }
        return true;
    }

    private struct Rounds()
    {
        public CelList? List = null;
        public int Index = -1;
        public Dictionary<CelValue, CelValue>.Enumerator Entries = default;
        public CelValue Key = default;
        public CelValue Item = default;
        public bool Exhausted = false;
    }
}
