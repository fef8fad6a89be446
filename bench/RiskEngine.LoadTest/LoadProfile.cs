namespace RiskEngine.LoadTest;

/// <summary>What a load test is asked for.</summary>
internal sealed record LoadProfile
{
    /// <summary>Events per second, all families together.</summary>
    public required int Rate { get; init; }

    public required TimeSpan Duration { get; init; }

    public required int Sources { get; init; }

    /// <summary>Partitions of each of the four input topics.</summary>
    public required int Partitions { get; init; }

    public required int EventsPerRecord { get; init; }

    /// <summary>Brokers of a real cluster; null for a broker in a process of its own.</summary>
    public string? Kafka { get; init; }
}
