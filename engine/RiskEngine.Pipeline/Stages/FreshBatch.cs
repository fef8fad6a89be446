using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Signals;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>What came of one input and was not published in an earlier life of the task.</summary>
/// <param name="candidates">What the rules found.</param>
public sealed class FreshBatch(CandidateBatch candidates)
{
    /// <summary>What it came of.</summary>
    public TaskInput Input => candidates.Input;

    /// <summary>Lines that were no events.</summary>
    public List<Rejection> Rejections => candidates.Rejections;

    /// <summary>Events that came too late for every rule.</summary>
    public List<LateEvent> Late => candidates.Late;

    /// <summary>Transitions of all rules, in their order.</summary>
    public List<AlertTransition> Transitions => candidates.Transitions;

    /// <summary>Signals for rules over several partitions, in their order.</summary>
    public List<Signal> Signals => candidates.Signals;

    /// <summary>What the task kept and dropped at a change of rules; null for every other input.</summary>
    public RuleChange? RuleChange => candidates.RuleChange;
}
