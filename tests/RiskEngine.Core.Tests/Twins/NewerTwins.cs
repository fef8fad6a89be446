using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Runs the twins of the newer types: visits every time at which anything could happen, in order.</summary>
internal static class NewerTwins
{
    public static List<AlertTransition> Run(Rule rule, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end)
    {
        var transitions = new List<AlertTransition>();
        if (rule.Detection is MetricDetection metric)
        {
            var inputs = metric.TypeName == "percentage" ? [.. stream.Select(e => e with { Value = Share(e.Value) })] : stream;
            return TwinEvaluator.Run(rule, all, inputs, end);
        }

        if (TypeTrial.All.FirstOrDefault(trial => trial.Type == rule.Detection.Type)?.Run(rule, all, stream, end) is { } whole) return whole;
        if (rule.Detection is CorrelationDetection correlation)
        {
            var twins = correlation.While == Grade.None
                ? CorrelationTwin.SignalsByKey(rule, correlation, all, stream, end)
                    .Select(one => (one.Key, Of(alerts => new CorrelationTwin(correlation, one.Signals, alerts))))
                : OpenCorrelationTwin.MomentsByKey(rule, correlation, all, stream, end)
                    .Select(one => (one.Key, Of(alerts => new OpenCorrelationTwin(correlation, one.Moments, alerts))));
            foreach (var (key, twin) in twins)
            {
                // An alert by source stands where the source was seen last when it changes; a measurement comes after all events of its time.
                var place = long.MinValue;
                var alerts = new TwinAlerts(rule, key, () => rule.By.Kind == KeyKind.Source ? SiteOf(key, place, all, stream) : key, transitions);
                Visit(twin(alerts), rule, alerts, [], end, t => place = t);
            }

            return [.. transitions.Order(TransitionOrder.Instance)];
        }

        foreach (var key in stream.Where(e => Concerns(rule, e)).GroupBy(e => rule.By.Kind == KeyKind.Site ? e.Site : e.Source))
        {
            Reading[] events = [.. key];
            (long At, long Offset) place = default;
            var alerts = new TwinAlerts(rule, key.Key, () => rule.By.Kind == KeyKind.Site ? key.Key : SiteOf(key.Key, place.At, all, stream, place.Offset), transitions);
            Visit(Of(rule.Detection, events, alerts), rule, alerts, events, end, t => place = (t, long.MaxValue), t => place = (t, -1), e => place = (e.At, e.Offset));
        }

        return [.. transitions.Order(TransitionOrder.Instance)];
    }

    private static Func<TwinAlerts, TypeTwin> Of(Func<TwinAlerts, TypeTwin> make) => make;

    private static TypeTwin Of(Core.Rules.Detection detection, IReadOnlyList<Reading> events, TwinAlerts alerts) =>
        TypeTrial.All.Single(trial => trial.Type == detection.Type).Twin(detection, events, alerts);

    private static void Visit(
        TypeTwin twin, Rule rule, TwinAlerts alerts, IReadOnlyList<Reading> events, long end, Action<long> after, Action<long>? before = null, Action<Reading>? at = null)
    {
        long[] dwells = [0, RandomStream.Micros(rule.For), RandomStream.Micros(rule.Clear.For), RandomStream.Micros(rule.KeepFiringFor)];
        var times = twin.Times(end).Concat(events.Select(e => e.At)).SelectMany(t => dwells.Select(dwell => t + dwell));
        foreach (var t in times.Append(end).Where(t => t <= end).Distinct().Order().ToList())
        {
            before?.Invoke(t);
            twin.Before(t);
            for (var i = 0; i < events.Count; i++)
            {
                if (events[i].At != t) continue;
                at?.Invoke(events[i]);
                twin.Take(i);
            }

            if (t == end)
            {
                after(t);
                if (twin.AtEnd(t)) alerts.Judge(t);
                return;
            }

            after(t);
            twin.After(t);
            alerts.Judge(t);
        }
    }

    private static double Share(double value) => double.IsNaN(value) ? double.NaN : value > 6 ? 1 : 0;

    private static bool Concerns(Rule rule, Reading reading) => rule.Where is null || reading.Value != 3;

    /// <summary>Where a source was seen last, by any rule that follows sources; empty where none has seen it.</summary>
    private static string SiteOf(string source, long at, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long offset = long.MaxValue) =>
        stream.LastOrDefault(e => e.Source == source
            && (e.At < at || (e.At == at && e.Offset <= offset))
            && all.Any(other => other.By == KeyBy.Source && other.Detection is not CorrelationDetection && Concerns(other, e)))?.Site ?? "";
}
