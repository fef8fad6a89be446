using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Records the measures of chosen keys.</summary>
internal sealed class SeriesRecorder : IMeasurementObserver
{
    private readonly Dictionary<Rule, Dictionary<string, MeasureSeries>> _rules = new(ReferenceEqualityComparer.Instance);

    /// <summary>Creates a recorder for these series.</summary>
    public SeriesRecorder(IEnumerable<MeasureSeries> series)
    {
        foreach (var one in series)
        {
            if (!_rules.TryGetValue(one.Rule, out var keys)) _rules.Add(one.Rule, keys = new(StringComparer.Ordinal));
            keys.Add(one.Key, one);
        }
    }

    /// <inheritdoc/>
    public void Measured(in ObservedMeasurement observed)
    {
        if (_rules.TryGetValue(observed.Rule, out var keys) && keys.TryGetValue(observed.Key, out var series))
            series.Add(observed.Measurement.To, observed.Measurement.Measure);
    }
}
