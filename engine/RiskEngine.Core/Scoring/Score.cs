namespace RiskEngine.Core.Scoring;

/// <summary>What a model thinks of one observation.</summary>
/// <param name="Value">Calibrated anomaly score in [0, 1]: about one normal observation in 1/(1 - value) scores as high. 0 while warming.</param>
/// <param name="Warming">The model has not learned enough to judge.</param>
/// <param name="Expected">The value that the model expected; NaN where it has no single one.</param>
/// <param name="Low">Lower end of the band that it would call normal; NaN where it has none.</param>
/// <param name="High">Upper end of that band; NaN where it has none.</param>
public readonly record struct Score(double Value, bool Warming, double Expected, double Low, double High)
{
    /// <summary>The device gives no readings where it should: reported as such and not as an anomaly; <see cref="Value"/> is 0.</summary>
    public bool Outage { get; init; }

    /// <summary>The score of a model that has not learned enough.</summary>
    public static readonly Score NotLearned = new(0, true, double.NaN, double.NaN, double.NaN);
}
