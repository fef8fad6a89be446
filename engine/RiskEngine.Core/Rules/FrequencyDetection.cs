namespace RiskEngine.Core.Rules;

/// <summary><c>frequency</c>: how many matching events lie in the sliding window <c>(t - Window, t]</c> at every event t.</summary>
/// <param name="Window">Length of the window; above zero.</param>
public sealed record FrequencyDetection(TimeSpan Window) : Detection
{
    /// <inheritdoc/>
    public override string Type => "frequency";

    /// <inheritdoc/>
    public override string Measure => "count";
}
