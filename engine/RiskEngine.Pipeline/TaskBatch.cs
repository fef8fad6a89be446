using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline;

/// <summary>What travels through a task's pipeline: a batch of records, or a tick of the idle clock, and all that comes of it on the way.</summary>
/// <remarks>Reused; owned by the task's thread.</remarks>
public sealed class TaskBatch
{
    /// <summary>The records, in offset order; empty for a tick.</summary>
    public RecordBatch Records { get; set; } = new();

    /// <summary>The watermark that wall time has reached on an idle partition; null for a batch of records.</summary>
    public EventTime? Tick { get; set; }

    /// <summary>Events of the records.</summary>
    public EventBatch Events { get; } = new();

    /// <summary>Lines that were no events, for the dead-letter topic.</summary>
    public List<Rejection> Rejections { get; } = [];

    /// <summary>Events behind the watermark, for the late topic.</summary>
    public List<LateEvent> Late { get; } = [];

    /// <summary>Transitions of all rules, before they are routed.</summary>
    public List<AlertTransition> Candidates { get; } = [];

    /// <summary>Transitions for the alert topic.</summary>
    public List<AlertTransition> Alerts { get; } = [];

    /// <summary>Transitions of shadow rules.</summary>
    public List<AlertTransition> Shadow { get; } = [];

    /// <summary>Empties the batch for the next use.</summary>
    public void Clear()
    {
        Records.Clear();
        Tick = null;
        Events.Clear();
        Rejections.Clear();
        Late.Clear();
        Candidates.Clear();
        Alerts.Clear();
        Shadow.Clear();
    }
}
