using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Counts;

/// <summary>Parameters of <c>counts</c>.</summary>
public sealed record CountsParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly CountsParameters Default = new();

    /// <summary>Rows of the short sum, 1 to 1000.</summary>
    [Parameter(Key = "short_rows", Least = 1, Most = 1000)]
    public int Short { get; init; } = 12;

    /// <summary>Rows of the long sum, 1 to 1000.</summary>
    [Parameter(Key = "long_rows", Least = 1, Most = 1000)]
    public int Long { get; init; } = 18;

    /// <summary>Weight of too few against too many, 0 to 1: a jam or a half-blind counter is common, and 0 is the least there can be.</summary>
    [Parameter(Most = 1)]
    public double Shortfall { get; init; } = 0.7;

    /// <summary>Rarity in powers of ten from which a row is learned slowly.</summary>
    [Parameter(Most = 15)]
    public double Doubt { get; init; } = 1.7;

    /// <summary>Share of its usual pace at which such a row is learned.</summary>
    [Parameter(Most = 1)]
    public double LearnInDoubt { get; init; } = 0.15;

    /// <summary>Rows after a report during which only a markedly stronger finding is reported; 0 keeps the score up while the state lasts.</summary>
    [Parameter(Key = "refractory_rows", Most = 1_000_000)]
    public int Refractory { get; init; } = 36;

    /// <summary>Days of zeros after which an outage is taken for the new usual and learned.</summary>
    [Parameter(Most = 3650)]
    public double LearnSilenceAfterDays { get; init; } = 7;
}
