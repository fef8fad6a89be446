using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Host.Running;

/// <summary>What task runners share.</summary>
public sealed record EngineParts
{
    /// <summary>What tasks are made from.</summary>
    public required TaskDefinition Tasks { get; init; }

    /// <summary>The rules in force; those in <see cref="Tasks"/> are the ones of the start.</summary>
    public required ActiveRules Rules { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required ICheckpointStore Store { get; init; }

    /// <summary>Where alerts and side outputs go.</summary>
    public required KafkaPublisher Publisher { get; init; }

    /// <summary>Finds what must be replayed where state is lost; null replays nothing.</summary>
    public LogHistory? History { get; init; }

    /// <summary>How much event time is replayed at the most where state is lost; default 7 d.</summary>
    public TimeSpan RebuildAtMost { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Makes the transactions of a task; null where alerts are delivered at least once. The store must be an <see cref="ITwoStepStore"/>.</summary>
    public Func<TaskId, TaskTransactions>? CreateTransactions { get; init; }

    /// <summary>Which sites were seen where.</summary>
    public SitePlacement Sites { get; } = new();

    /// <summary>Room for segments.</summary>
    public SegmentArrays Segments { get; } = new();

    /// <summary>Wall clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>When tasks take checkpoints.</summary>
    public CheckpointPace Checkpoints { get; init; } = CheckpointPace.Default;

    /// <summary>How long a task goes on while its checkpoint cannot be stored; then it reads no further. Default 1 min.</summary>
    public TimeSpan MaxUnsaved { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a task whose epoch was raised by another owner waits before it takes itself back, where the group has not revoked it; default 10 s.</summary>
    /// <value>The group's session time-out: an instance that was frozen learns within it that its tasks have gone.</value>
    public TimeSpan TakeBackAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a partition counts as idle and its clock ticks by itself; default 5 s.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Called on the task's thread with every published transition; for the demo and the live page.</summary>
    public Action<Core.Alerts.AlertTransition>? OnAlert { get; init; }
}
