namespace RiskEngine.LoadTest;

/// <summary>What one stretch of load showed.</summary>
internal sealed record LoadFigure
{
    public required string Subject { get; init; }

    /// <summary>What the stretch was for: limit, sustained, or latency at a share of the rate.</summary>
    public required string Stretch { get; init; }

    /// <summary>Events per second that were asked for; null where the generator went as fast as they were taken.</summary>
    public int? Asked { get; init; }

    /// <summary>Events per second that were taken.</summary>
    public required double Rate { get; init; }

    public required double Seconds { get; init; }

    /// <summary>Microseconds of processor time per event: the measured process, the broker, the generator.</summary>
    public required double CpuPerEvent { get; init; }

    public required double BrokerCpuPerEvent { get; init; }

    public required double GeneratorCpuPerEvent { get; init; }

    /// <summary>Working set of the measured process at the end.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Managed bytes that the engine allocated per event; null for a ceiling.</summary>
    public double? AllocatedPerEvent { get; init; }

    /// <summary>Most events that were published and not taken.</summary>
    public long WorstBehind { get; init; }

    /// <summary>Alerts that were expected and came.</summary>
    public long Planted { get; init; }

    /// <summary>Latency of those alerts.</summary>
    public AlertLatency Latency { get; init; }

    /// <summary>Collections of the oldest generation in the stretch.</summary>
    public long OldCollections { get; init; }

    /// <summary>Why there is no rate; null where there is one.</summary>
    public string? Fault { get; init; }

    /// <summary>Second by second.</summary>
    public IReadOnlyList<LoadSample> Samples { get; init; } = [];
}
