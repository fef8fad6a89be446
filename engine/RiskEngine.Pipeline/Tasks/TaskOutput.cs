using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Events;
using RiskEngine.Core.Signals;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>All that is to be published because of one input.</summary>
/// <remarks>Reused for the next input; whoever keeps something of it copies it. Programs that publish more derive from it.</remarks>
public class TaskOutput
{
    /// <summary>Lines that were no events, for the dead-letter topic.</summary>
    public IReadOnlyList<Rejection> Rejections { get; protected internal set; } = [];

    /// <summary>Events that came too late for every rule, for the late topic.</summary>
    public IReadOnlyList<LateEvent> Late { get; protected internal set; } = [];

    /// <summary>Transitions of all rules, in the order in which they came about; each is in <see cref="Alerts"/> or in <see cref="Shadow"/>.</summary>
    public List<AlertTransition> Transitions { get; } = [];

    /// <summary>Transitions for the alert topic.</summary>
    public List<AlertTransition> Alerts { get; } = [];

    /// <summary>Transitions of rules in shadow mode.</summary>
    public List<AlertTransition> Shadow { get; } = [];

    /// <summary>Signals for rules over several partitions, in their order.</summary>
    public IReadOnlyList<Signal> Signals { get; protected internal set; } = [];

    /// <summary>What the task kept and dropped at a change of rules; null for every other input.</summary>
    public RuleChange? RuleChange { get; protected internal set; }

    /// <summary>Makes room for the next input.</summary>
    protected internal void Clear()
    {
        Transitions.Clear();
        Alerts.Clear();
        Shadow.Clear();
    }
}
