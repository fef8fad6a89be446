using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Scores;

/// <summary>Rule types <c>score</c> and <c>baseline</c>: the rules that share the scorers of their keys, fed with every event or with every window that ends.</summary>
/// <remarks>A rule that does not learn while its alert is open has a group of its own.</remarks>
internal sealed class ScoreGroup : IDetector, IMeasurementSink
{
    private readonly SeriesScorers _scorers;
    private readonly Reader[] _readers;
    private readonly SeriesRates[] _rates;
    private readonly AlertBook? _resting;
    private readonly IMeasurementObserver? _observer;

    public ScoreGroup(SeriesScorers scorers, IReadOnlyList<(ScoreDetection Detection, AlertBook Alerts, SeriesRates? Rates)> rules, IMeasurementObserver? observer)
    {
        _scorers = scorers;
        _observer = observer;
        _readers = [.. rules.Select(rule => new Reader(rule.Detection, rule.Alerts, rule.Rates))];
        _rates = [.. rules.Select(rule => rule.Rates).OfType<SeriesRates>().Distinct()];
        _resting = rules[0].Detection.LearnWhileOpen ? null : rules[0].Alerts;
    }

    public void Observe(EventCursor cursor, int slot)
    {
        var learn = Learns(slot);
        if (!_scorers.Observe(slot, learn, out var score)) return;
        ref readonly var e = ref cursor.Event;
        Judge(slot, score, learn, new Measurement(double.NaN, 1, e.Time, e.Time), Evidence.At(e.Offset));
    }

    /// <summary>A window ended.</summary>
    public void Measure(int slot, in Measurement measurement, Evidence evidence)
    {
        if (double.IsNaN(measurement.Measure)) return;
        var learn = Learns(slot);
        Judge(slot, _scorers.Observe(slot, measurement.To, measurement.Measure, learn), learn, measurement, evidence);
    }

    /// <summary>A window without values is no observation.</summary>
    public void NoData(int slot, EventTime at)
    {
        foreach (var reader in _readers) reader.Alerts.NoData(slot, at);
    }

    private bool Learns(int slot) => _resting is null || !_resting.IsOpen(slot);

    private void Judge(int slot, in Score score, bool learn, in Measurement measured, Evidence evidence)
    {
        if (_observer is not null) Tell(slot, measured.To);
        if (score.Warming) return;
        var away = BandsAway(score, _scorers.FirstValue);
        foreach (var reader in _readers)
        {
            var measure = reader.Detection.IsBaseline ? away : score.Value;
            if (reader.Rates is { } rates) measure = reader.Allowed / rates.PerWeek(slot, measure);
            reader.Alerts.Measure(slot, measured with { Measure = measure }, evidence);
        }

        if (!learn) return;
        foreach (var rates in _rates) rates.Learn(slot, measured.To, rates.IsBaseline ? away : score.Value);
    }

    private void Tell(int slot, EventTime at)
    {
        if (_scorers.Tell(slot, at) is not { } finding) return;
        foreach (var reader in _readers) _observer?.Scored(new ObservedScore(reader.Alerts.Rule, _scorers.KeyOf(slot), at, null, finding));
    }

    private static double BandsAway(in Score score, double value)
    {
        var half = value >= score.Expected ? score.High - score.Expected : score.Expected - score.Low;
        return half > 0 ? Math.Abs(value - score.Expected) / half : double.NaN;
    }

    private sealed record Reader(ScoreDetection Detection, AlertBook Alerts, SeriesRates? Rates)
    {
        public double Allowed { get; } = Detection.FalseAlarmsPerWeek ?? double.NaN;
    }
}
