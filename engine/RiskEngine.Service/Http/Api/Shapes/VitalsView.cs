using System.Text.Json.Serialization;
using RiskEngine.Reading.Picture;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>How the engine fares; counts of alerts and incidents are of the whole, the rest is this instance's.</summary>
internal sealed record VitalsView
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The newest event time that a task of this instance has reached: in a replay, or in the demo, that is another day. Null before the first.</summary>
    public DateTimeOffset? EventTime { get; init; }

    /// <summary>The time zone of the site (tz database), where the configuration names one.</summary>
    public string? TimeZone { get; init; }

    public required string Version { get; init; }
    public required DateTimeOffset Started { get; init; }
    public required bool Ready { get; init; }
    public required IReadOnlyList<string> Reasons { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
    public required double EventsPerSecond { get; init; }

    /// <summary>Records that no task has read; null where it is unknown of one.</summary>
    public long? Lag { get; init; }

    public required TaskCounts Tasks { get; init; }
    public required int Rules { get; init; }
    public Latencies? Latency { get; init; }
    public required LedgerView Ledger { get; init; }
    public GradeCounts? Alerts { get; init; }
    public IncidentCounts? Incidents { get; init; }
    public ReadingView? Reading { get; init; }
    public required bool Kafka { get; init; }
    public required bool Store { get; init; }

    /// <summary>Tasks that evaluate, and all that are assigned here.</summary>
    internal sealed record TaskCounts(int Running, int Total);

    /// <summary>From the time of a transition until it stood in its topic, over the latest ones.</summary>
    internal sealed record Latencies(
        [property: JsonPropertyName("alert_p50_seconds")] double Half, [property: JsonPropertyName("alert_p99_seconds")] double Most99, int Of);

    /// <summary>Open incidents, and those that nobody has acknowledged.</summary>
    internal sealed record IncidentCounts(int Open, int Unacknowledged);

    /// <summary>How the read model fares.</summary>
    internal sealed record ReadingView(bool CaughtUp, long Lag, string History, DateTimeOffset? HistorySince, string? HistoryFault, int Clients, int Places);
}
