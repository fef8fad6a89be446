using RiskEngine.Models.Catalog;

namespace RiskEngine.Models.Forest;

/// <summary>Parameters of <c>forest</c>.</summary>
public sealed record ForestParameters
{
    /// <summary>The shipped parameters.</summary>
    public static readonly ForestParameters Default = new();

    /// <summary>How many trees.</summary>
    [Parameter(Least = 1, Most = 200)]
    public int Trees { get; init; } = 25;

    /// <summary>Rows after which what was counted begins to judge.</summary>
    [Parameter(Key = "span_rows", Least = 50, Most = 60_000)]
    public int Span { get; init; } = 200;

    /// <summary>Rows that the mean of the deviations spans.</summary>
    [Parameter(Key = "smooth_rows", Least = 1, Most = 100_000)]
    public double Smooth { get; init; } = 4;

    /// <summary>Rows after a report during which only a markedly stronger finding is reported; 0 keeps the score up while the state lasts.</summary>
    [Parameter(Key = "refractory_rows", Most = 1_000_000)]
    public int Refractory { get; init; }

    /// <summary>Seed of the splits; the same for every series.</summary>
    public int Seed { get; init; } = 1;
}
