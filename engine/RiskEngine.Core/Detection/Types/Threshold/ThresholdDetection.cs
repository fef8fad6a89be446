using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.Threshold;

/// <summary><c>threshold</c>: every event's own number is measured, at the time of the event.</summary>
public sealed record ThresholdDetection(EventNumber Value) : Rules.Detection
{
    /// <inheritdoc/>
    public override string Type => "threshold";

    /// <inheritdoc/>
    public override string Measure => Value.Text;
}
