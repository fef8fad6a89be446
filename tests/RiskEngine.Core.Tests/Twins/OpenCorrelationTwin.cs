using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Counts what is true, from the list of all changes of the alerts that the twins of the other rules raise.</summary>
/// <param name="correlation">The detection.</param>
/// <param name="moments">For each step at which an alert of the key begins or ends to count, its time and what counts from then on, in order, since when.</param>
/// <param name="alerts">Takes the measurements.</param>
internal sealed class OpenCorrelationTwin(CorrelationDetection correlation, IReadOnlyList<OpenCorrelationTwin.Moment> moments, TwinAlerts alerts) : TypeTwin([], alerts)
{
    private readonly long _within = correlation.Within is { } within ? RandomStream.Micros(within) : long.MaxValue / 8;

    public static IEnumerable<(string Key, List<Moment> Moments)> MomentsByKey(
        Rule rule, CorrelationDetection correlation, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end)
    {
        var changes = all.Where(other => correlation.RuleIds.Contains(other.Id))
            .SelectMany(other => TwinEvaluator.Run(other, all, stream, end))
            .GroupBy(change => (change.At.Micros, CorrelationTwin.PlaceOf(change, stream))).OrderBy(step => step.Key);
        var standing = new Dictionary<(string Rule, string Key), (string Place, AlertTransition Begin)>();
        var moments = new Dictionary<string, List<Moment>>();
        foreach (var step in changes)
        {
            var touched = new Dictionary<string, bool>();
            foreach (var change in step.OrderBy(change => change.Number))
            {
                var alert = (change.Rule.Id, change.Key);
                var stands = change.State == AlertState.Firing && change.Grade >= correlation.While;
                if (stands && !standing.ContainsKey(alert) && CorrelationTwin.KeyOf(rule.By, change) is { } place)
                {
                    standing.Add(alert, (place, change));
                    touched[place] = true;
                }
                else if (!stands && standing.Remove(alert, out var before) && (correlation.Within is not { } within || before.Begin.At + within >= change.At))
                {
                    touched.TryAdd(before.Place, false);
                }
            }

            foreach (var (place, rises) in touched)
            {
                if (!moments.TryGetValue(place, out var list)) moments.Add(place, list = []);
                var now = standing.Values.Where(one => one.Place == place).Select(one => one.Begin).OrderBy(begin => begin.At)
                    .ThenBy(begin => correlation.RuleIds.ToList().IndexOf(begin.Rule.Id)).ThenBy(begin => begin.Key, StringComparer.Ordinal);
                list.Add(new Moment(step.Key.Micros, [.. now], rises, IsOfTimer: step.Key.Item2.Step == 2));
            }
        }

        return moments.Select(place => (place.Key, place.Value));
    }

    public override IEnumerable<long> Times(long end) => moments.SelectMany(moment => moment.Standing.Select(begin => begin.At.Micros + _within).Append(moment.At));

    public override void After(long t)
    {
        var before = moments.LastOrDefault(moment => moment.At < t);
        foreach (var moment in moments.Where(moment => moment.At == t))
        {
            if (moment.Rises || Alerts.IsOpen) MeasureAt(t, moment);
        }

        if (before is not null && Alerts.IsOpen && !moments.Any(moment => moment.At == t) && before.Standing.Any(begin => begin.At.Micros + _within == t)) MeasureAt(t, before);
    }

    public override bool AtEnd(long t)
    {
        var measured = false;
        foreach (var moment in moments.Where(moment => moment.At == t && !moment.IsOfTimer))
        {
            if (!moment.Rises && !Alerts.IsOpen) continue;
            MeasureAt(t, moment);
            measured = true;
        }

        return measured;
    }

    private void MeasureAt(long t, Moment moment)
    {
        var held = moment.Standing.Where(begin => begin.At.Micros > t - _within).ToList();
        Measure(CorrelationTwin.MeasureOf(correlation, held), held.Count, held.Count == 0 ? t : held[0].At.Micros, t, CorrelationTwin.RecordsOf(held));
    }

    /// <summary>A step at which something changed.</summary>
    internal sealed record Moment(long At, IReadOnlyList<AlertTransition> Standing, bool Rises, bool IsOfTimer);
}
