namespace RiskEngine.Models.Learning;

/// <summary>A tail on a finer grid, for a statistic that varies little, such as a mean over many channels.</summary>
/// <param name="finer">
/// How many times finer than a quarter of an octave the grid is, above 1. It reaches up to 2^(7.75 / finer); values beyond are counted at its end and judged by
/// how far beyond it they lie.
/// </param>
internal sealed class FineTail(double finer) : TailEstimate
{
    /// <inheritdoc/>
    protected override double Finer => finer;
}
