using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary>Rules whose windows share panes.</summary>
internal sealed class PaneRules(string part, KeyDirectory keys, KeySchedule schedule) : RuleGroup
{
    private readonly List<(Rule Rule, PaneReader Reader)> _rules = [];

    /// <summary>Whoever judges windows joins first.</summary>
    public override int Rank => 1;

    /// <summary>Adds a rule to those whose panes it can share.</summary>
    /// <param name="plan">All detectors.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="metric">Its windows, which hop.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="schedule">What is due for them.</param>
    /// <param name="to">Who takes what a window gives.</param>
    public static void Join(DetectorPlan plan, Rule rule, MetricDetection metric, KeyDirectory keys, KeySchedule schedule, IMeasurementSink to)
    {
        var part = metric.PanesPart(rule);
        plan.Share(part, () => new PaneRules(part, keys, schedule))._rules.Add((rule, new PaneReader(metric, to, metric.LeastCoverage > 0 || rule.AsksForCoverage)));
    }

    public override void Complete(DetectorPlan plan) =>
        plan.Attach([.. _rules.Select(one => one.Rule)], keys, schedule,
            new PaneGroup(part, keys, schedule, [.. _rules.Select(one => one.Reader)]));
}
