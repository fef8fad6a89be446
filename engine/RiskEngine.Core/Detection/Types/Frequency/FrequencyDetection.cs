using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Frequency;

/// <summary><c>frequency</c>: how many matching events lie in the sliding window <c>(t - Window, t]</c> at every event t.</summary>
/// <param name="Window">Length of the window; above zero.</param>
public sealed record FrequencyDetection(TimeSpan Window) : Rules.Detection
{
    /// <inheritdoc/>
    public override string Type => "frequency";

    /// <inheritdoc/>
    public override string Measure => "count";

    /// <summary>The same as a metric: how many events.</summary>
    public MetricDetection AsCount => new()
    {
        Text = Measure,
        Value = EveryEvent,
        Window = new WindowSpec(Window, null),
        Aggregates = [new AggregateCall(AggregateKind.Count)],
    };

    private static readonly EventNumber EveryEvent = new("1", static _ => 1);
}
