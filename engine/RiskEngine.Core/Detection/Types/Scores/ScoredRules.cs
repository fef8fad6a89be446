using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.Scores;

/// <summary>Rules of type score and baseline over the same scorers, and where they judge windows also over the same panes.</summary>
internal sealed class ScoredRules(KeyDirectory keys, KeySchedule schedule) : RuleGroup
{
    private readonly List<(Rule Rule, ScoreDetection Detection, AlertBook Alerts)> _rules = [];

    /// <summary>Joins those that aggregate windows, where it judges such.</summary>
    public override int Rank => 0;

    /// <summary>The scorers that a rule asks.</summary>
    public static SeriesScorers ScorersOf(Rule rule, ScoreDetection score, KeyDirectory keys, ScorerPool pool) => pool.Shared(
        new SeriesScorers(score.ScorersPart(rule), score.Asked, score.SubjectOf(rule), score.Model, score.Inputs, score.Channels, keys, pool.Cursor));

    public void Add(Rule rule, ScoreDetection detection, AlertBook alerts) => _rules.Add((rule, detection, alerts));

    public override void Complete(DetectorPlan plan)
    {
        var (rule, detection, _) = _rules[0];
        var group = GroupOf(plan);
        if (detection.Over is { } window) PaneRules.Join(plan, rule, window, keys, schedule, group);
        else plan.Attach([.. _rules.Select(one => one.Rule)], keys, schedule, group);
    }

    private ScoreGroup GroupOf(DetectorPlan plan)
    {
        var rates = _rules.Where(one => one.Detection.FalseAlarmsPerWeek is not null).GroupBy(one => one.Detection.RatesPart(one.Rule))
            .ToDictionary(one => one.Key, one => new SeriesRates(one.Key, one.First().Detection.IsBaseline, keys));
        foreach (var part in rates.Values) plan.Keep(part);
        var readers = _rules.Select(one => (one.Detection, one.Alerts, one.Detection.FalseAlarmsPerWeek is null ? null : rates[one.Detection.RatesPart(one.Rule)]));
        return new ScoreGroup(ScorersOf(_rules[0].Rule, _rules[0].Detection, keys, plan.Scorers), [.. readers], plan.Scorers.Observer);
    }
}
