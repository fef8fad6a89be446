namespace RiskEngine.Reading.Records;

/// <summary>How much of an area is watched.</summary>
public sealed record PlaceCoverage
{
    /// <summary>Sources that are known there.</summary>
    public int Sources { get; init; }

    /// <summary>Of these, how many have fallen silent.</summary>
    public int Silent { get; init; }

    /// <summary>The part that speaks, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Risks that cannot be seen there now.</summary>
    public IReadOnlyList<BlindRisk>? Blind { get; init; }
}
