namespace RiskEngine.Bench;

/// <summary>One run of the benchmark: all ways on the same load, one after another, and what follows from them.</summary>
public sealed record BenchResult
{
    /// <summary>On what, of what and how it was measured.</summary>
    public required BenchMachine Machine { get; init; }

    /// <summary>The load.</summary>
    public required string Profile { get; init; }

    /// <summary>What the load is.</summary>
    public required string Purpose { get; init; }

    /// <summary>Whether the program kept to one processor.</summary>
    public required bool OneCore { get; init; }

    /// <summary>What each way reached, the engine's first.</summary>
    public required IReadOnlyList<BenchFigure> Figures { get; init; }

    /// <summary>The engine's rate in times of each other way's.</summary>
    public IReadOnlyDictionary<string, double> Ratios => Figures.Skip(1).ToDictionary(other => other.Way, other => Figures[0].Rate / other.Rate);

    /// <summary>Collections of the youngest, the middle and the oldest generation while the engine's way ran.</summary>
    public required IReadOnlyList<int> Collections { get; init; }

    /// <summary>Bytes of managed memory in use after the engine's way, per source.</summary>
    public required double BytesPerSource { get; init; }
}
