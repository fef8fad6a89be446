namespace RiskEngine.LoadTest;

/// <summary>What one stretch of load showed.</summary>
internal sealed record LoadFigure
{
    /// <summary>The stretch in which as much came as was taken.</summary>
    public const string Limit = "limit";

    /// <summary>The stretch in which a rate was held.</summary>
    public const string Sustained = "sustained";

    /// <summary>A stretch in which it was not.</summary>
    public const string Attempt = "attempt";

    /// <summary>A stretch whose counts or alerts are wrong: there is no rate.</summary>
    public const string Refused = "refused";

    public required string Subject { get; init; }

    /// <summary>What the stretch was for: the limit, sustained, or latency at a share of the rate.</summary>
    public required string Stretch { get; init; }

    /// <summary>Events per second that were asked for; null where the generator went as fast as they were taken.</summary>
    public int? Asked { get; init; }

    /// <summary>Events per second that were taken.</summary>
    public required double Rate { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Cores that were kept busy, by whom.</summary>
    public required IReadOnlyDictionary<string, double> Cores { get; init; }

    /// <summary>Microseconds of processor time per event of the measured process.</summary>
    public double CpuPerEvent => Micros("measured");

    /// <summary>Working set of the measured process at the end.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Growth of the working set since before the first event, per source; null for a ceiling, and with few sources.</summary>
    public double? BytesPerSource { get; init; }

    /// <summary>Managed bytes that the engine allocated per event; null for a ceiling.</summary>
    public double? AllocatedPerEvent { get; init; }

    /// <summary>Share of the engine's processor time in which tasks stood still for the snapshots of checkpoints, 0 to 1; null for a ceiling.</summary>
    public double? CheckpointShare { get; init; }

    /// <summary>Checkpoints stored per second.</summary>
    public double CheckpointsPerSecond { get; init; }

    /// <summary>Bytes of the last checkpoints, one of each task.</summary>
    public long CheckpointBytes { get; init; }

    /// <summary>Most events that were due and not taken.</summary>
    public long WorstBehind { get; init; }

    /// <summary>Alert transitions published per second.</summary>
    public double TransitionsPerSecond { get; init; }

    /// <summary>Alerts that were expected and came.</summary>
    public long Planted { get; init; }

    /// <summary>Latency of those alerts.</summary>
    public AlertLatency Latency { get; init; }

    /// <summary>Collections in the stretch, by generation.</summary>
    public IReadOnlyList<long> Collections { get; init; } = [];

    /// <summary>What part of the events each engine took, 0 to 1; empty for a ceiling.</summary>
    public IReadOnlyList<double> EngineShares { get; init; } = [];

    /// <summary>Why there is no rate; null where there is one.</summary>
    public string? Fault { get; init; }

    /// <summary>Whether the rig failed and not the one that is measured.</summary>
    public bool IsVoid { get; init; }

    /// <summary>Moment by moment.</summary>
    public IReadOnlyList<LoadSample> Samples { get; init; } = [];

    /// <summary>Microseconds of processor time per event of one of those that took part.</summary>
    public double Micros(string who) => Rate > 0 ? Cores.GetValueOrDefault(who) * 1e6 / Rate : 0;
}
