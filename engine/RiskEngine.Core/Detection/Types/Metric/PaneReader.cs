using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary>Reads one measure from windows, and who takes it.</summary>
/// <param name="detection">The measure.</param>
/// <param name="to">Who takes it.</param>
/// <param name="asksForCoverage">Whether that one asks how much of a window is known.</param>
internal sealed class PaneReader(MetricDetection detection, IMeasurementSink to, bool asksForCoverage)
{
    private readonly double[] _results = new double[detection.Aggregates.Count];

    public MetricDetection Detection => detection;

    public IMeasurementSink To => to;

    public bool AsksForCoverage => asksForCoverage;

    /// <summary>The measure of a window.</summary>
    public double Read(PaneLayout layout, ReadOnlySpan<double> columns, PaneSketches? sketches)
    {
        for (var i = 0; i < _results.Length; i++) _results[i] = layout.Read(detection.Aggregates[i], columns, sketches);
        return detection.Combine is { } combine ? combine(_results) : _results[0];
    }
}
