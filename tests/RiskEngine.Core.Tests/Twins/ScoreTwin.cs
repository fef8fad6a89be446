using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

internal sealed class ScoreTwin(ScoreDetection score, IReadOnlyList<Reading> events, TwinAlerts alerts) : TypeTwin(events, alerts)
{
    private readonly List<double> _learned = [];

    public override IEnumerable<long> Times(long end) => [];

    public override void Take(int index)
    {
        var e = Events[index];
        if (double.IsNaN(e.Value)) return;
        var known = _learned.ToList();
        if (score.LearnWhileOpen || !Alerts.IsOpen) _learned.Add(e.Value);
        if (known.Count < MeanScorer.LearnsFirst) return;
        var distance = e.Value - known.Average();
        var measure = score.IsBaseline
            ? Math.Abs(distance) / (distance >= 0 ? MeanScorer.WidthAbove : MeanScorer.WidthBelow)
            : Math.Min(1, Math.Abs(distance) / MeanScorer.Farthest);
        if (score.FalseAlarmsPerWeek is not null) measure = double.NaN; // these streams end before the first 48 hours, during which nothing is measured
        Measure(measure, 1, e.At, e.At, Evidence.At(e.Offset));
    }
}
