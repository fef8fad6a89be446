using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>What the evaluator of changed rules takes over from the one before. Found out beside the task, so that the change itself only moves references.</summary>
internal sealed class Succession
{
    private readonly List<(IKeyedState Before, IKeyedState Heir)> _heirs = [];
    private readonly List<IKeyedState> _retired = [];
    private readonly List<string> _started = [];

    /// <summary>Pairs the parts of two evaluators; the one before may be running meanwhile.</summary>
    public Succession(RuleEvaluator before, RuleEvaluator after)
    {
        Before = before;
        var parts = before.States.ToDictionary(part => part.StateId);
        foreach (var part in after.States)
        {
            if (!parts.Remove(part.StateId, out var predecessor))
            {
                if (part is not AlertBook) _started.Add(part.StateId);
            }
            else if (predecessor != part)
            {
                _heirs.Add((predecessor, part));
            }
        }

        _retired.AddRange(parts.Values);
    }

    /// <summary>The evaluator that is followed.</summary>
    public RuleEvaluator Before { get; }

    /// <summary>Hands the state over, alerts of a rule before its windows; alerts of rules that are gone resolve.</summary>
    public RuleChange Run(EventTime now)
    {
        foreach (var part in _retired)
        {
            if (part is AlertBook book) book.ResolveAll(now);
            part.Retire();
        }

        foreach (var (before, heir) in _heirs) heir.Adopt(before, now);
        return new RuleChange([.. _retired.Select(part => part.StateId)], _started);
    }
}
