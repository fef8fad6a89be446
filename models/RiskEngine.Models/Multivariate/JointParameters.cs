using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Multivariate;

/// <summary>Parameters of <c>joint</c>.</summary>
public sealed record JointParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly JointParameters Default = new();

    /// <summary>Rows that the quick mean of the deviations spans.</summary>
    [Parameter(Key = "quick_rows", Least = 1, Most = 100_000)]
    public double Quick { get; init; } = 4;

    /// <summary>Rows that the slow mean of the deviations spans.</summary>
    [Parameter(Key = "slow_rows", Least = 1, Most = 1_000_000)]
    public double Slow { get; init; } = 24;

    /// <summary>Rows that the correlations remember.</summary>
    [Parameter(Key = "memory_rows", Least = 10)]
    public double Memory { get; init; } = 5000;

    /// <summary>How far correlations are drawn to none, 0 to 1; keeps the distance sane with many or constant channels.</summary>
    [Parameter(Most = 1)]
    public double Shrinkage { get; init; } = 0.1;

    /// <summary>Variance added to that of every channel's smoothed deviation, in squared mean absolute deviations: smaller movements than its root tell little.</summary>
    [Parameter(Most = 100)]
    public double Ridge { get; init; } = 0.2;

    /// <summary>Rarity in powers of ten from which a row is learned slowly.</summary>
    [Parameter(Most = 15)]
    public double Doubt { get; init; } = 2;

    /// <summary>Share of its usual pace at which such a row is learned.</summary>
    [Parameter(Most = 1)]
    public double LearnInDoubt { get; init; } = 0.01;

    /// <summary>Rows within which what is unusual must have passed to be taken for noise and learned in full; 8 bytes each.</summary>
    [Parameter(Key = "passing_rows", Least = 1, Most = 10_000)]
    public int Passing { get; init; } = 150;

    /// <summary>Rows after which a state that lasts is the new usual and learned at the usual pace.</summary>
    [Parameter(Key = "settle_rows", Least = 1, Most = 100_000_000)]
    public int Settle { get; init; } = 500;

    /// <summary>Rows before it judges.</summary>
    [Parameter(Key = "warmup_rows", Least = 2, Most = 1_000_000)]
    public int Warmup { get; init; } = 300;
}
