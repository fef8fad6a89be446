using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Rules;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Keeps, for every rule and key, the range of what was measured: enough to tell which keys are worth a look.</summary>
internal sealed class MeasureSurvey : IMeasurementObserver
{
    private readonly Dictionary<Rule, Dictionary<string, Range>> _rules = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc/>
    public void Measured(in ObservedMeasurement observed)
    {
        if (!_rules.TryGetValue(observed.Rule, out var keys)) _rules.Add(observed.Rule, keys = new(StringComparer.Ordinal));
        if (!keys.TryGetValue(observed.Key, out var range)) keys.Add(observed.Key, range = new Range());
        range.Add(observed.Measurement.Measure);
    }

    /// <summary>The most interesting keys of a rule: those with most alerts, then those that came nearest to its lowest threshold.</summary>
    public IReadOnlyList<string> Choose(RuleTally tally, int most)
    {
        if (!_rules.TryGetValue(tally.Rule, out var keys)) return [];
        var alerts = tally.NoisiestKeys(most).ToDictionary(key => key.Key, key => key.Value, StringComparer.Ordinal);
        var rung = tally.Rule.Grades[tally.Rule.Grades.Lowest];
        return [.. keys
            .OrderByDescending(key => alerts.GetValueOrDefault(key.Key))
            .ThenByDescending(key => key.Value.NearnessTo(rung))
            .ThenBy(key => key.Key, StringComparer.Ordinal)
            .Select(key => key.Key)
            .Take(most)];
    }

    private sealed class Range
    {
        private double _lowest = double.PositiveInfinity;
        private double _highest = double.NegativeInfinity;

        public void Add(double measure)
        {
            if (measure < _lowest) _lowest = measure;
            if (measure > _highest) _highest = measure;
        }

        public double NearnessTo(MeasureCondition? rung) => rung?.Comparison switch
        {
            Comparison.Greater or Comparison.GreaterOrEqual => _highest,
            Comparison.Less or Comparison.LessOrEqual => -_lowest,
            _ => _highest - _lowest,
        };
    }
}
