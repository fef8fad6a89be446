using RiskEngine.Bench;

namespace RiskEngine.LoadTest;

/// <summary>What a load test is asked for.</summary>
internal sealed record LoadRequest
{
    /// <summary>A longer stretch is a soak, whose question is not the rate but what grows.</summary>
    public static readonly TimeSpan SoakFrom = TimeSpan.FromMinutes(10);

    public required BenchProfile Profile { get; init; }

    /// <summary>Events per second; null searches for the highest that is sustained.</summary>
    public int? Rate { get; init; }

    /// <summary>Length of a sustained stretch.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How far behind the engine may be where a rate counts as held: a second; ten in a soak, in which a machine has other things to do now and then.</summary>
    public TimeSpan MostBehind => TimeSpan.FromSeconds(Duration > SoakFrom ? 10 : 1);

    /// <summary>Length of a stretch in which as much comes as is taken.</summary>
    public required TimeSpan Trial { get; init; }

    /// <summary>Partitions of each of the four input topics.</summary>
    public required int Partitions { get; init; }

    /// <summary>Engines that share them.</summary>
    public required int Instances { get; init; }

    /// <summary>Brokers of a real cluster; null for a broker in a process of its own.</summary>
    public string? Kafka { get; init; }

    /// <summary>Takes the rules away that answer to planted events: a run must then print no rate. For the check of the check.</summary>
    public bool WithoutPlantedRules { get; init; }

    /// <summary>Whether the latency is measured at half and at nine tenths of the rate.</summary>
    public required bool WithLatency { get; init; }

    /// <summary>Whether the ceilings are measured too.</summary>
    public required bool WithCeilings { get; init; }

    /// <summary>Where results are written; null for nowhere.</summary>
    public string? Results { get; init; }
}
