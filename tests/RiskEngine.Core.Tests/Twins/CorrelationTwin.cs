using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Counts from the list of all alerts that the twins of the other rules raise.</summary>
internal sealed class CorrelationTwin(CorrelationDetection correlation, IReadOnlyList<AlertTransition> signals, TwinAlerts alerts) : TypeTwin([], alerts)
{
    private readonly long _within = RandomStream.Micros(correlation.Within!.Value);

    public static IEnumerable<(string Key, List<AlertTransition> Signals)> SignalsByKey(
        Rule rule, CorrelationDetection correlation, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end)
    {
        var starts = all.Where(other => correlation.RuleIds.Contains(other.Id))
            .SelectMany(other => TwinEvaluator.Run(other, all, stream, end))
            .Where(transition => transition.State == AlertState.Firing && transition.Number == 1)
            .OrderBy(transition => transition.At).ThenBy(transition => PlaceOf(transition, stream))
            .ThenBy(transition => correlation.RuleIds.ToList().IndexOf(transition.Rule.Id)).ThenBy(transition => transition.Key, StringComparer.Ordinal);
        return starts.GroupBy(start => KeyOf(rule.By, start)).Where(group => group.Key is not null).Select(group => (group.Key!, group.ToList()));
    }

    public override IEnumerable<long> Times(long end) => signals.SelectMany(signal => new[] { signal.At.Micros, signal.At.Micros + _within });

    public override void After(long t)
    {
        // What one step brings is measured signal by signal, in the order in which they are listed; what leaves has left before.
        var begin = signals.Where(signal => signal.At.Micros == t).ToList();
        for (var count = 1; count <= begin.Count; count++) MeasureAt(t, begin.Take(count));
        if (begin.Count == 0 && Alerts.IsOpen && signals.Any(signal => signal.At.Micros + _within == t)) MeasureAt(t, []);
    }

    private void MeasureAt(long t, IEnumerable<AlertTransition> come)
    {
        var held = signals.Where(signal => signal.At.Micros > t - _within && signal.At.Micros < t).Concat(come).ToList();
        Measure(MeasureOf(correlation, held), held.Count, held.Count == 0 ? t : held[0].At.Micros, t, RecordsOf(held));
    }

    /// <summary>What the beginnings of alerts, in order, come to.</summary>
    public static int MeasureOf(CorrelationDetection correlation, IReadOnlyCollection<AlertTransition> held) => correlation.Kind switch
    {
        CorrelationKind.Count => held.Count,
        CorrelationKind.Distinct => held.DistinctBy(signal => signal.Key).Count(),
        CorrelationKind.Rules => held.DistinctBy(signal => signal.Rule.Id).Count(),
        _ => Enumerable.Range(0, correlation.RuleIds.Count + 1).Last(length => InOrder(correlation.RuleIds, held, length)),
    };

    public static Evidence RecordsOf(IReadOnlyCollection<AlertTransition> held) =>
        held.Count == 0 ? Evidence.None : new Evidence(held.Min(signal => signal.Evidence.FirstOffset), held.Max(signal => signal.Evidence.LastOffset));

    /// <summary>At one time, windows end first, then events come one after the other, then timers run.</summary>
    public static (int Step, long Offset) PlaceOf(AlertTransition signal, IReadOnlyList<Reading> stream)
    {
        var isOfWindows = signal.Rule.Detection is MetricDetection { Window.Every: not null } or SpikeDetection;
        if (isOfWindows && signal.Reason == TransitionReason.NoData) return (0, 0);
        if (signal.Measurement.To != signal.At) return (2, 0);
        if (isOfWindows) return (0, 0);
        var last = signal.Evidence.LastOffset;
        return stream.Any(reading => reading.Offset == last && reading.At == signal.At.Micros) ? (1, last) : (2, 0);
    }

    /// <summary>Whether the first so many rules have alerts none of which is earlier than the one before.</summary>
    public static bool InOrder(IReadOnlyList<string> ruleIds, IReadOnlyCollection<AlertTransition> held, int length)
    {
        var earliest = long.MinValue;
        foreach (var id in ruleIds.Take(length))
        {
            var next = held.Where(signal => signal.Rule.Id == id && signal.At.Micros >= earliest).Select(signal => (long?)signal.At.Micros).Min();
            if (next is not { } at) return false;
            earliest = at;
        }

        return true;
    }

    public static string? KeyOf(KeyBy by, AlertTransition alert) => by.Kind switch
    {
        KeyKind.Source => alert.Rule.By == KeyBy.Source ? alert.Key : null,
        KeyKind.Site => alert.Site,
        _ => string.Join('/', alert.Site.Split('/').Take(by.Depth)),
    };
}
