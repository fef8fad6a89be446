using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>What a task said of itself last; immutable, for health, metrics and the terminal.</summary>
public sealed record TaskReport
{
    /// <summary>Which task.</summary>
    public required TaskId Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskPhase Phase { get; init; }

    /// <summary>Wall time of this report.</summary>
    public required DateTimeOffset ReportedAt { get; init; }

    /// <summary>Wall time of the last successful checkpoint; null before the first.</summary>
    public DateTimeOffset? SavedAt { get; init; }

    /// <summary>Wall time of the oldest change that is not in a stored checkpoint; null where every change is.</summary>
    public DateTimeOffset? UnsavedSince { get; init; }

    /// <summary>The counts.</summary>
    public Ledger Ledger { get; init; }

    /// <summary>The watermark.</summary>
    public EventTime Watermark { get; init; } = EventTime.MinValue;

    /// <summary>Records in the log that have not been read; null where unknown.</summary>
    public long? Lag { get; init; }

    /// <summary>Whether its windows may lack records that retention removed; how many it took is in the ledger.</summary>
    public bool FeelsLoss { get; init; }

    /// <summary>Records that are still to be replayed before lost state is back; 0 where none is lost.</summary>
    public long RebuildRemaining { get; init; }

    /// <summary>Sources that the task follows.</summary>
    public int Sources { get; init; }

    /// <summary>Most sources that it follows.</summary>
    public int SourceLimit { get; init; }

    /// <summary>Keys whose state was forgotten after a long silence, since the task was acquired.</summary>
    public long ExpiredKeys { get; init; }

    /// <summary>Alerts pending or firing.</summary>
    public int OpenAlerts { get; init; }

    /// <summary>Bytes of the last checkpoint's segment.</summary>
    public long CheckpointBytes { get; init; }

    /// <summary>How long the last checkpoint took from snapshot to stored.</summary>
    public TimeSpan CheckpointDuration { get; init; }

    /// <summary>Checkpoints stored since the task was acquired.</summary>
    public long Checkpoints { get; init; }

    /// <summary>How long the task stood still for the snapshots of checkpoints since it was acquired.</summary>
    public TimeSpan SnapshotTime { get; init; }

    /// <summary>How long the task stood still for the last change of rules; zero before the first.</summary>
    public TimeSpan RuleChange { get; init; }

    /// <summary>Failed attempts to store, since the task was acquired.</summary>
    public long CheckpointFailures { get; init; }

    /// <summary>Dead letters by reason code.</summary>
    public IReadOnlyDictionary<string, long> Rejections { get; init; } = new Dictionary<string, long>();

    /// <summary>Mapped events whose record has another key than their site, or none, since the task was acquired.</summary>
    public long KeysNotSite { get; init; }

    /// <summary>Times that were numbers of another unit than milliseconds, since the task was acquired.</summary>
    public IReadOnlyList<ReadTimes> ReadTimes { get; init; } = [];

    /// <summary>Ticks of its idle clock that could not be recorded, since the task was acquired.</summary>
    public long UnrecordedTicks { get; init; }

    /// <summary>Conditions that could not be evaluated, by rule id.</summary>
    public IReadOnlyDictionary<string, long> ConditionErrors { get; init; } = new Dictionary<string, long>();

    /// <summary>Events whose times are wrong, late or out of order, by what is wrong, since the task was acquired.</summary>
    public IReadOnlyDictionary<ClockFaultKind, long> ClockFaultCounts { get; init; } = new Dictionary<ClockFaultKind, long>();

    /// <summary>The sources whose times are worst; those that only report late come last.</summary>
    public IReadOnlyList<ClockFault> ClockFaults { get; init; } = [];

    /// <summary>What rules looked at and did not measure.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>Of a task that reads signals, those who send them; null for others.</summary>
    public SignalReport? Signals { get; init; }

    /// <summary>Signals that the task has sent since it first did.</summary>
    public long SignalsSent { get; init; }

    /// <summary>Of a task of the desk, what became of what it took in; null for others.</summary>
    public DeskReport? Desk { get; init; }

    private const int MostClockFaults = 8;

    /// <summary>How a task stands now.</summary>
    internal static TaskReport Of(TaskProgram task, ITaskSource source, Checkpointer checkpointer, TaskPhase phase, DateTimeOffset now)
    {
        var saved = checkpointer.Last;
        var report = new TaskReport
        {
            Id = task.Id,
            Phase = phase,
            ReportedAt = now,
            SavedAt = saved?.At,
            UnsavedSince = checkpointer.UnsavedSince,
            Ledger = task.Ledger,
            Watermark = task.Newest,
            Lag = source.Lag,
            RebuildRemaining = task.Rebuild?.Remaining(task.NextOffset) ?? 0,
            CheckpointBytes = saved?.Bytes ?? 0,
            CheckpointDuration = saved?.Duration ?? TimeSpan.Zero,
            Checkpoints = saved?.Count ?? 0,
            SnapshotTime = checkpointer.SnapshotTime,
            CheckpointFailures = checkpointer.Failures,
            UnrecordedTicks = task.UnrecordedTicks,
            Desk = task.DeskReport,
        };
        return task is TaskState evaluating ? report.OfRules(evaluating) : report;
    }

    private TaskReport OfRules(TaskState task) => this with
    {
        FeelsLoss = task.FeelsLoss,
        Sources = task.Vocabulary.Sources.Count - 1,
        SourceLimit = task.Vocabulary.Sources.Limit,
        ExpiredKeys = task.Evaluator.ExpiredKeys,
        OpenAlerts = task.Evaluator.OpenAlerts,
        Rejections = RejectionsOf(task),
        KeysNotSite = task.Decoder.Counters.KeysNotSite,
        ReadTimes = task.Decoder.ReadTimes,
        ConditionErrors = task.Evaluator.ConditionErrors(),
        PassedOver = task.Evaluator.PassedOver(),
        ClockFaultCounts = Enum.GetValues<ClockFaultKind>().ToDictionary(kind => kind, task.Evaluator.ClockFaults.CountOf),
        ClockFaults = task.WorstClocks(MostClockFaults),
        SignalsSent = task.Evaluator.Signals.Sent,
        Signals = task.Evaluator.Producers is { } producers
            ? new SignalReport(producers.Count, producers.Missing, producers.Repeated, producers.Superseded, producers.Gaps)
            : null,
    };

    private static Dictionary<string, long> RejectionsOf(TaskState task) => Enum.GetValues<RejectReason>()
        .Where(reason => task.Decoder.Counters.RejectedFor(reason) > 0)
        .ToDictionary(reason => reason.Code(), task.Decoder.Counters.RejectedFor);
}
