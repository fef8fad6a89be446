using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Signals;
using RiskEngine.Pipeline.Tasks;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Pipeline.Running;

/// <summary>What the running tasks of an engine share.</summary>
public sealed record TaskEnvironment
{
    /// <summary>Pause before a task that failed, or that got no answer, tries again.</summary>
    internal static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);

    /// <summary>What tasks are made from.</summary>
    public required TaskDefinition Tasks { get; init; }

    /// <summary>Makes tasks of another kind than those that evaluate rules, which <see cref="Tasks"/> says how to make; null, or gives null, for these.</summary>
    public Func<TaskId, ActiveRules.Snapshot, RunnableTask?>? Open { get; init; }

    /// <summary>The rules in force; those in <see cref="Tasks"/> are the ones of the start.</summary>
    public required ActiveRules Rules { get; init; }

    /// <summary>Where checkpoints are kept.</summary>
    public required ICheckpointStore Store { get; init; }

    /// <summary>Opens the outputs of a task, at most one of them an <see cref="ITransactionalOutput"/>; the task closes them when it ends.</summary>
    public required Func<TaskId, IReadOnlyList<IAlertOutput>> OpenOutputs { get; init; }

    /// <summary>Finds what must be replayed where state is lost; null replays nothing.</summary>
    public ILogHistory? History { get; init; }

    /// <summary>Where ticks of idle clocks are recorded; null where they are not.</summary>
    public ITickLog? Ticks { get; init; }

    /// <summary>Where people ask things of tasks; null where they cannot. Requests are recorded where ticks are, and taken in only where these are.</summary>
    public IRequestLog? Requests { get; init; }

    /// <summary>How tasks talk to rules over several partitions; null where they do not.</summary>
    public SignalSettings? Signals { get; init; }

    /// <summary>How much event time is replayed at most where state is lost; default 7 d.</summary>
    public TimeSpan RebuildAtMost { get; init; } = TimeSpan.FromDays(7);

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

    /// <summary>A task that has seen nothing.</summary>
    /// <param name="id">The task.</param>
    /// <param name="rules">The rules in force.</param>
    /// <param name="signals">How it tells rules over several partitions what they need; null where it cannot.</param>
    internal RunnableTask OpenTask(TaskId id, ActiveRules.Snapshot rules, SignalDefinition? signals)
    {
        if (Open?.Invoke(id, rules) is { } other) return other;
        if (id.Topic != Signals?.Topic) return RunnableTask.Of(new TaskState(id, Tasks with { Rules = rules.Rules, Signals = signals }));
        var reading = new SignalReading(Signals.Patience, rules.Loaded.ToDictionary(rule => rule.Id));
        return RunnableTask.Of(new TaskState(id, Tasks with { Rules = rules.Crossing, Inputs = null, Reads = reading }));
    }
}
