using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Alerts of a rule <c>high</c> (yellow from 10, red from 30), counted at their site while they are true.</summary>
public sealed class OpenCorrelationTests
{
    private const string Site = "huaxi/c12/g07/b3";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 10, "high") with
    {
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition>
        {
            [Grade.Yellow] = new(">= 10", Comparison.GreaterOrEqual, 10), [Grade.Red] = new(">= 30", Comparison.GreaterOrEqual, 30),
        }),
    };

    [Fact]
    public void Overload_that_ended_hours_ago_does_not_count()
    {
        (double, double, string)[] events = [(0, 12, "gm-1"), (600, 2, "gm-1"), (36_000, 12, "gm-2")];
        var within = new CorrelationDetection { RuleIds = ["high"], Kind = CorrelationKind.Count, Within = 12 * Hour };
        Assert.Equal([$"36000s both {Site} Yellow 2", $"43200s both {Site} end 1"], Run(within, events));
        Assert.Empty(Run(While(Grade.Blue), events));
    }

    [Fact]
    public void Counts_for_as_long_as_alerts_are_open_and_not_a_moment_longer() => Assert.Equal(
        [$"36000s both {Site} Yellow 2", $"36500s both {Site} end 1"],
        Run(While(Grade.Blue), (0, 12, "gm-1"), (36_000, 12, "gm-2"), (36_500, 2, "gm-1")));

    [Fact]
    public void Alert_that_falls_below_the_grade_leaves_though_it_is_open() => Assert.Equal(
        [$"10s both {Site} Yellow 2", $"20s both {Site} end 1"],
        Run(While(Grade.Red), (0, 35, "gm-1"), (5, 12, "gm-2"), (10, 40, "gm-2"), (20, 15, "gm-1"), (30, 12, "gm-3")));

    [Fact]
    public void Alert_that_ends_as_another_begins_does_not_count_with_it() =>
        Assert.Empty(Run(While(Grade.Blue), (0, 12, "gm-1"), (30, 2, "gm-1"), (30, 12, "gm-2")));

    [Fact]
    public void Within_and_while_together_want_both()
    {
        var both = While(Grade.Blue) with { Within = TimeSpan.FromSeconds(60) };
        Assert.Empty(Run(both, (0, 12, "gm-1"), (61, 12, "gm-2")));
        Assert.Empty(Run(both, (0, 12, "gm-1"), (10, 2, "gm-1"), (20, 12, "gm-2")));
        Assert.Equal([$"50s both {Site} Yellow 2", $"60s both {Site} end 1"], Run(both, (0, 12, "gm-1"), (50, 12, "gm-2")));
        Assert.Equal([$"50s both {Site} Yellow 2", $"55s both {Site} end 1"], Run(both, (0, 12, "gm-1"), (50, 12, "gm-2"), (55, 2, "gm-1")));
    }

    [Fact]
    public void Dwell_of_the_rule_starts_when_the_second_alert_begins_and_breaks_when_one_ends()
    {
        var rule = Both(While(Grade.Blue)) with { For = TimeSpan.FromSeconds(60), Clear = new ClearPolicy(null, TimeSpan.FromSeconds(30)) };
        Assert.Equal(
            [$"180s both {Site} Yellow 2", $"330s both {Site} end 1"],
            Run(rule, (0, 12, "gm-1"), (10, 12, "gm-2"), (69, 2, "gm-2"), (120, 12, "gm-2"), (200, 2, "gm-2"), (229, 12, "gm-2"), (300, 2, "gm-1")));
    }

    [Fact]
    public void Alert_of_a_rule_that_is_removed_stands_no_longer()
    {
        var other = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 20, "other");
        var both = Both(While(Grade.Blue) with { RuleIds = ["high", "other"], Kind = CorrelationKind.Rules });
        var rig = new EvaluatorRig(High, other, both);
        rig.Observe(At(0, 25, "gm-1"));
        rig.Drain();
        Assert.Contains(rig.Transitions, transition => transition.Rule.Id == "both");

        var changed = rig.ChangedTo([High, both]);
        changed.Drain();

        Assert.Equal(["other", "both"], changed.Transitions.Select(transition => transition.Rule.Id).OrderDescending());
        changed = changed.ChangedTo([High, other, both]);
        changed.Observe(At(10, 25, "gm-1"));
        changed.Drain();
        Assert.Contains(changed.Transitions, transition => transition.Rule.Id == "both" && transition.Grade == Grade.Yellow);
    }

    [Fact]
    public void New_rule_knows_the_alerts_that_were_open_before_it()
    {
        var rig = new EvaluatorRig(High);
        rig.Observe(At(0, 12, "gm-1"));
        rig.Observe(At(1, 12, "gm-2"));
        rig.Drain();

        var changed = rig.ChangedTo([High, Both(While(Grade.Blue))]);
        changed.Drain();

        Assert.Equal(("both", 2.0), changed.Transitions.Select(transition => (transition.Rule.Id, transition.Measurement.Measure)).Single());
    }

    [Fact]
    public void More_alerts_are_open_than_a_window_would_keep()
    {
        var rig = new EvaluatorRig(High, Both(While(Grade.Blue), from: 5_000));
        for (var i = 0; i < 5_000; i++) rig.Observe(At(i, 12, $"gm-{i}"));
        rig.Drain();
        Assert.Equal(5_000, rig.Transitions.Single(transition => transition.Rule.Id == "both").Measurement.Measure);
    }

    private static Reading At(double second, double value, string source) => new(YellowRule.AtSecond(second), source, Site, value, (long)second);

    private static CorrelationDetection While(Grade least) => new() { RuleIds = ["high"], Kind = CorrelationKind.Count, While = least };

    private static Rule Both(CorrelationDetection detection, double from = 2) => YellowRule.Of(detection, from, "both") with { By = KeyBy.Site };

    private static string[] Run(CorrelationDetection detection, params IEnumerable<(double At, double Value, string Source)> events) => Run(Both(detection), events);

    private static string[] Run(Rule both, params IEnumerable<(double At, double Value, string Source)> events) =>
        [.. YellowRule.Run([High, both], 100_000, events).Where(line => line.Contains(" both ", StringComparison.Ordinal))];
}
