using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Signals;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>What the rules found with one input, before anybody asks whether it was published in an earlier life of the task.</summary>
/// <param name="decoded">The events that arrived.</param>
public sealed class CandidateBatch(DecodedBatch decoded)
{
    /// <summary>What it came of.</summary>
    public TaskInput Input => decoded.Input;

    /// <summary>Lines that were no events.</summary>
    public List<Rejection> Rejections => decoded.Rejections;

    /// <summary>Events that came too late for every rule.</summary>
    public List<LateEvent> Late { get; } = [];

    /// <summary>Transitions of all rules, in their order.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    /// <summary>Signals for rules over several partitions, in their order.</summary>
    public List<Signal> Signals { get; } = [];

    /// <summary>What the task kept and dropped at a change of rules; null for every other input.</summary>
    public RuleChange? RuleChange { get; internal set; }

    /// <summary>Takes everything out that would be published.</summary>
    internal void Clear()
    {
        Transitions.Clear();
        Signals.Clear();
        Rejections.Clear();
        Late.Clear();
    }
}
