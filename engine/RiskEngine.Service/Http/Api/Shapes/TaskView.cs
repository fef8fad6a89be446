using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A task of this instance.</summary>
internal sealed record TaskView
{
    public required string Task { get; init; }

    /// <summary><c>events</c>, <c>signals</c> or <c>desk</c>.</summary>
    public required string Kind { get; init; }

    public required string Phase { get; init; }
    public required DateTimeOffset ReportedAt { get; init; }
    public DateTimeOffset? SavedAt { get; init; }
    public DateTimeOffset? UnsavedSince { get; init; }
    public string? Watermark { get; init; }
    public long? Lag { get; init; }
    public required int Sources { get; init; }
    public required int OpenAlerts { get; init; }
    public required Checkpoints Checkpoint { get; init; }
    public required LedgerView Ledger { get; init; }
    public IReadOnlyDictionary<string, long>? Rejections { get; init; }
    public IReadOnlyList<string>? MissingProducers { get; init; }
    public DeskView? Desk { get; init; }

    public static TaskView Of(TaskReport task) => new()
    {
        Task = $"{task.Id}",
        Kind = task.Desk is not null ? "desk" : task.Signals is not null ? "signals" : "events",
        Phase = $"{task.Phase}".ToLowerInvariant(),
        ReportedAt = task.ReportedAt,
        SavedAt = task.SavedAt,
        UnsavedSince = task.UnsavedSince,
        Watermark = task.Watermark > EventTime.MinValue ? $"{task.Watermark}" : null,
        Lag = task.Lag,
        Sources = task.Sources,
        OpenAlerts = task.OpenAlerts,
        Checkpoint = new Checkpoints(task.CheckpointBytes, task.CheckpointDuration.TotalSeconds, task.Checkpoints, task.CheckpointFailures),
        Ledger = LedgerView.Of(task.Ledger),
        Rejections = task.Rejections.Count > 0 ? task.Rejections : null,
        MissingProducers = task.Signals is { Missing.Count: > 0 } signals ? signals.Missing : null,
        Desk = task.Desk is { } desk
            ? new DeskView(desk.TakenIn, new SortedDictionary<string, long>(desk.Outcomes.ToDictionary(), StringComparer.Ordinal), desk.Duplicates, desk.Notifications,
                desk.OpenIncidents, desk.OpenAlerts, desk.Balances)
            : null,
    };

    /// <summary>Its checkpoints since it was acquired; size and time are those of the last.</summary>
    internal sealed record Checkpoints(long Bytes, double Seconds, long Count, long Failures);

    /// <summary>What became of the transitions that a task of the desk took in.</summary>
    internal sealed record DeskView(
        long TakenIn, IReadOnlyDictionary<string, long> Outcomes, long Duplicates, long Notifications, int OpenIncidents, int OpenAlerts, bool Balances);
}
