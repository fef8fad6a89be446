using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Short forms for hand-written streams and rules that are yellow from a threshold on.</summary>
internal static class YellowRule
{
    /// <summary>A rule by source that is yellow from a threshold on.</summary>
    public static Rule Of(Core.Rules.Detection detection, double yellowFrom = 1, string id = "rule") => new()
    {
        Id = id,
        Title = id,
        Hash = "h",
        File = "rule.yaml",
        On = [new KindPattern("sensor.gas")],
        By = KeyBy.Source,
        Detection = detection,
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Yellow] = new($">= {yellowFrom}", Comparison.GreaterOrEqual, yellowFrom) }),
        Message = MessageTemplate.Parse(""),
    };

    /// <summary>What became of the alerts: <c>10s gm-1 Yellow</c>, <c>15s gm-1 end</c>, by seconds after the start.</summary>
    /// <param name="rules">The rules.</param>
    /// <param name="until">How many seconds to run.</param>
    /// <param name="events">Seconds after the start, value and source of each event.</param>
    public static string[] Run(IReadOnlyList<Rule> rules, double until, params IEnumerable<(double At, double Value, string Source)> events)
    {
        var rig = new EvaluatorRig(rules);
        var offset = 0L;
        foreach (var (at, value, source) in events) rig.Observe(new Reading(AtSecond(at), source, "huaxi/c12/g07/b3", value, offset++));
        rig.AdvanceTo(AtSecond(until));
        rig.Drain();
        return [.. rig.Transitions.Select(Describe)];
    }

    public static string[] Run(Rule rule, double until, params IEnumerable<(double At, double Value)> events) =>
        Run([rule], until, events.Select(e => (e.At, e.Value, "gm-1")));

    public static long AtSecond(double seconds) => RandomStream.Start.Micros + (long)(seconds * 1e6);

    private static string Describe(AlertTransition t) =>
        FormattableString.Invariant(
            $"{(t.At - RandomStream.Start).TotalSeconds}s {t.Rule.Id} {t.Key} {(t.State == AlertState.Resolved ? "end" : t.Grade)} {t.Measurement.Measure:0.###}");
}
