using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>
/// One rule by its definition: visits every time at which anything could happen, in order, and computes everything anew from the list of all events.
/// At one time t: windows [start, t); the events of t, one after the other; what left the sliding window (t - size, t] and what has been missing; dwell times.
/// </summary>
internal sealed class TwinEvaluator(Rule rule, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end)
{
    private readonly List<AlertTransition> _transitions = [];
    private readonly List<TwinWindow> _windows = [];
    private (long At, long Offset) _place;

    public static List<AlertTransition> Run(Rule rule, IReadOnlyList<Rule> all, IReadOnlyList<Reading> stream, long end) =>
        new TwinEvaluator(rule, all, stream, end).Run();

    private List<AlertTransition> Run()
    {
        foreach (var key in stream.Where(e => Concerns(rule, e)).GroupBy(KeyOf)) RunKey(key.Key, [.. key]);
        return [.. _transitions.Order(TransitionOrder.Instance)];
    }

    private static bool Concerns(Rule rule, Reading reading) => rule.Where is null || reading.Value != 3;

    /// <summary>Where a source was seen last, by any rule that follows sources.</summary>
    private string SiteOf(string source) => stream.Last(e => e.Source == source
        && (e.At < _place.At || (e.At == _place.At && e.Offset <= _place.Offset))
        && all.Any(other => other.By == rule.By && Concerns(other, e))).Site;

    private string KeyOf(Reading reading) => rule.By.Kind == KeyKind.Site ? reading.Site : reading.Source;

    private void RunKey(string key, List<Reading> events)
    {
        var alerts = new TwinAlerts(rule, key, () => rule.By.Kind == KeyKind.Site ? key : SiteOf(key), _transitions);
        var seen = new List<Reading>();
        _windows.Clear();
        foreach (var t in TimesOf(events))
        {
            _place = (t, -1);
            if (rule.Detection is MetricDetection { Inner: not null } nested) EndNested(nested, alerts, seen, t);
            else if (WindowOf(rule.Detection) is { Every: not null } hopping) EndWindow(hopping.Size, hopping.Every.Value, alerts, seen, t);
            foreach (var e in events.Where(e => e.At == t))
            {
                _place = (t, e.Offset);
                if (HasNumber(e)) seen.Add(e);
                Take(alerts, seen, e);
            }

            if (t == end) break;
            _place = (t, long.MaxValue);
            if (WindowOf(rule.Detection) is { Every: null } sliding)
            {
                Leave(RandomStream.Micros(sliding.Size), alerts, seen, t);
                Fill(RandomStream.Micros(sliding.Size), alerts, seen, t);
            }

            if (rule.Detection is AbsenceDetection absence) Miss(absence, alerts, seen, t);
            alerts.Judge(t);
        }
    }

    private IEnumerable<long> TimesOf(List<Reading> events)
    {
        var first = events.Select(e => e.At).ToHashSet();
        if (WindowOf(rule.Detection) is { } window)
        {
            var (size, every) = (RandomStream.Micros(window.Size), RandomStream.Micros(window.Every ?? window.Size));
            if (window.Every is null) first.UnionWith(events.Select(e => e.At + size));
            else for (var t = events[0].At / every * every; t <= end; t += every) first.Add(t);
            if (rule.Detection is MetricDetection { Inner.Window.Every: { } step })
            {
                var inside = RandomStream.Micros(step);
                for (var t = events[0].At / inside * inside; t <= end; t += inside) first.Add(t);
            }

            foreach (var coverage in rule.Grades.Coverages) first.UnionWith(events.Select(e => e.At + LeastOf(size, coverage)));
        }

        if (rule.Detection is AbsenceDetection absence)
        {
            foreach (var span in absence.Thresholds) first.UnionWith(events.Select(e => TwinHours.After(rule.Schedule, e.At, RandomStream.Micros(span))));
        }

        long[] dwells = [0, RandomStream.Micros(rule.For), RandomStream.Micros(rule.Clear.For), RandomStream.Micros(rule.KeepFiringFor)];
        return first.SelectMany(t => dwells.Select(dwell => t + dwell)).Append(end).Where(t => t <= end).Distinct().Order();
    }

    private bool HasNumber(Reading e) => rule.Detection is FrequencyDetection or AbsenceDetection || !double.IsNaN(e.Value);

    private void EndNested(MetricDetection nested, TwinAlerts alerts, List<Reading> seen, long t)
    {
        if (t % RandomStream.Micros(nested.Inner!.Window.Every!.Value) == 0 && TwinWindows.At(nested.Inner, seen, t) is { } window) _windows.Add(window);
        var (held, every) = (RandomStream.Micros(nested.Held.Size), RandomStream.Micros(nested.Window.Every!.Value));
        if (t % every != 0) return;
        var inside = _windows.Where(window => window.Value.At >= t - held && window.Value.At < t).ToList();
        if (inside.Count == 0 && !_windows.Any(window => window.Value.At >= t - held - every && window.Value.At < t)) return;
        if (inside.Count == 0 && !OnlyCounts)
        {
            alerts.Silent(t);
            return;
        }

        var plain = nested with { Window = nested.Held, Inner = null };
        var measure = TwinAggregates.Measure(plain, [.. inside.Select(window => window.Value)], [.. _windows.Select(window => window.Value)], t);
        var evidence = inside.Count == 0 ? Evidence.None : new Evidence(inside.Min(window => window.FirstOffset), inside.Max(window => window.LastOffset));
        var coverage = TwinWindows.Coverage(nested, _windows, t);
        var measured = new Measurement(measure, inside.Count, new EventTime(t) - nested.Window.Size, new EventTime(t))
        {
            Coverage = coverage, Newer = inside.Count(window => window.Value.At >= t - every),
        };
        alerts.Measure(measured, evidence);
    }

    private void EndWindow(TimeSpan length, TimeSpan hop, TwinAlerts alerts, List<Reading> seen, long t)
    {
        var (size, every) = (RandomStream.Micros(length), RandomStream.Micros(hop));
        if (t % every != 0) return;
        var held = seen.Where(e => e.At >= t - size && e.At < t).ToList();
        var fellSilent = held.Count == 0 && seen.Any(e => e.At >= t - size - every && e.At < t);
        if (held.Count == 0 && !fellSilent) return;
        if (held.Count == 0 && !OnlyCounts) alerts.Silent(t);
        else MeasureWindow(alerts, seen, held, t - size, t, held.Count(e => e.At >= t - every));
    }

    private void Take(TwinAlerts alerts, List<Reading> seen, Reading e)
    {
        var at = new EventTime(e.At);
        if (rule.Detection is ThresholdDetection) alerts.Measure(new Measurement(e.Value, 1, at, at), Evidence.At(e.Offset));
        if (rule.Detection is AbsenceDetection && alerts.IsOpen) alerts.Measure(new Measurement(0, 1, at, at), Evidence.At(e.Offset));
        if (WindowOf(rule.Detection) is { Every: null } sliding && HasNumber(e)) MeasureSliding(RandomStream.Micros(sliding.Size), alerts, seen, e.At);
    }

    private void Leave(long size, TwinAlerts alerts, List<Reading> seen, long t)
    {
        if (!seen.Any(e => e.At == t - size)) return;
        if (!seen.Any(e => e.At > t - size) && !OnlyCounts) alerts.Silent(t);
        else if (alerts.IsOpen) MeasureSliding(size, alerts, seen, t, newer: 0);
    }

    /// <summary>So much of the window is known by now as a grade asks for.</summary>
    private void Fill(long size, TwinAlerts alerts, List<Reading> seen, long t)
    {
        if (!seen.Any(e => e.At > t - size) || !rule.Grades.Coverages.Any(coverage => KnownSince(seen, size) + LeastOf(size, coverage) == t)) return;
        MeasureSliding(size, alerts, seen, t, newer: 0);
    }

    /// <summary>The first reading after the last silence longer than a window.</summary>
    public static long KnownSince(IReadOnlyList<Reading> seen, long size)
    {
        var since = seen[0].At;
        for (var i = 1; i < seen.Count; i++)
        {
            if (seen[i].At - seen[i - 1].At > size) since = seen[i].At;
        }

        return since;
    }

    /// <summary>The least whole number of microseconds that is so much of a window.</summary>
    private static long LeastOf(long size, double coverage)
    {
        var least = (long)(size * coverage) - 2;
        while (least / (double)size < coverage) least++;
        return least;
    }

    private void MeasureSliding(long size, TwinAlerts alerts, List<Reading> seen, long t, long newer = 1)
    {
        var held = seen.Where(e => e.At > t - size && e.At <= t).ToList();
        MeasureWindow(alerts, seen, held, held.Count > 0 ? held[0].At : t - size, t, newer);
    }

    private void MeasureWindow(TwinAlerts alerts, List<Reading> seen, List<Reading> held, long from, long to, long newer = 1)
    {
        if (rule.Detection is MetricDetection { MinCount: var least } && held.Count < least) return;
        var measure = rule.Detection is MetricDetection metric ? TwinAggregates.Measure(metric, held, seen, to) : held.Count;
        var evidence = held.Count == 0 ? Evidence.None : new Evidence(held.Min(e => e.Offset), held.Max(e => e.Offset));
        var size = RandomStream.Micros(WindowOf(rule.Detection)!.Value.Size);
        var coverage = Math.Clamp((to - KnownSince(seen, size)) / (double)size, 0, 1);
        alerts.Measure(new Measurement(measure, held.Count, new EventTime(from), new EventTime(to)) { Coverage = coverage, Newer = newer }, evidence);
    }

    private void Miss(AbsenceDetection absence, TwinAlerts alerts, List<Reading> seen, long t)
    {
        if (seen is not [.., var last]) return;
        var silence = TwinHours.Between(rule.Schedule, last.At, t);
        if (silence == 0 || absence.Thresholds.All(span => TwinHours.After(rule.Schedule, last.At, RandomStream.Micros(span)) != t)) return;
        alerts.Measure(new Measurement(silence / 1e6, 0, new EventTime(last.At), new EventTime(t)), Evidence.At(last.Offset));
    }

    private bool OnlyCounts => rule.Detection is FrequencyDetection or MetricDetection { MinCount: 0, Aggregates: [{ Kind: Core.Windows.AggregateKind.Count }] };

    private static Core.Windows.WindowSpec? WindowOf(Core.Rules.Detection detection) => detection switch
    {
        MetricDetection metric => metric.Window,
        FrequencyDetection frequency => new Core.Windows.WindowSpec(frequency.Window, null),
        _ => null,
    };
}
