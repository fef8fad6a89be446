using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>State of silent keys goes: after a time, or earlier where there are too many; and what stays is not touched.</summary>
public sealed class SilenceExpiryTests
{
    private static readonly KeyExpiry AfterFiveMinutes = new(TimeSpan.FromMinutes(5));
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, "high");
    private long _offset;

    [Fact]
    public void Alert_of_a_key_silent_for_too_long_resolves_as_expired_and_no_sooner()
    {
        var rig = Rig(High);
        At(rig, 0, "gm-1", 9);
        rig.AdvanceTo(YellowRule.AtSecond(299));
        rig.Drain();
        Assert.Equal(AlertState.Firing, Assert.Single(rig.Transitions).State);
        rig.AdvanceTo(YellowRule.AtSecond(400));
        rig.Drain();
        var end = rig.Transitions[^1];
        Assert.Equal((AlertState.Resolved, TransitionReason.Expired, "huaxi/c12/g07/b3"), (end.State, end.Reason, end.Site));
        Assert.InRange((end.At - RandomStream.Start).TotalSeconds, 300, 300 + (2 * AfterFiveMinutes.Period.TotalSeconds));
        Assert.Equal(0, rig.Evaluator.OpenAlerts);
        Assert.Equal(1, rig.Evaluator.ExpiredKeys);
    }

    [Fact]
    public void Key_that_speaks_now_and_then_never_expires()
    {
        var rig = Rig(High);
        for (var at = 0; at < 6_000; at += 290) At(rig, at, "gm-1", 9);
        rig.Drain();
        Assert.Single(rig.Transitions);
        Assert.Equal(0, rig.Evaluator.ExpiredKeys);
    }

    [Fact]
    public void Key_is_kept_for_as_long_as_a_rule_looks_back()
    {
        var rule = YellowRule.Of(new AbsenceDetection([TimeSpan.FromMinutes(20)]), 1200, "absent");
        var rig = Rig(rule);
        At(rig, 0, "gm-1", 1);
        rig.AdvanceTo(YellowRule.AtSecond(1_201));
        rig.Drain();
        Assert.Equal(AlertState.Firing, Assert.Single(rig.Transitions).State);
    }

    [Fact]
    public void Expected_key_never_expires()
    {
        var detection = new AbsenceDetection([TimeSpan.FromSeconds(60)]) { Expected = [new("silent", "huaxi/c12/g07/b9")] };
        var rig = Rig(YellowRule.Of(detection, 60, "absent"));
        At(rig, 0, "gm-1", 1);
        rig.AdvanceTo(YellowRule.AtSecond(100_000));
        rig.Drain();
        Assert.Equal([("gm-1", TransitionReason.Expired)], rig.Transitions.Where(t => t.State == AlertState.Resolved).Select(t => (t.Key, t.Reason)));
        Assert.Equal(1, rig.Evaluator.OpenAlerts);
    }

    [Fact]
    public void Key_that_comes_back_starts_anew()
    {
        var rig = Rig(YellowRule.Of(new FlatlineDetection(EventNumber.Value, 0, 2), 100, "flat"));
        At(rig, 0, "gm-1", 7);
        At(rig, 1_000, "gm-1", 7);
        rig.Drain();
        Assert.Empty(rig.Transitions);
        At(rig, 1_100, "gm-1", 7);
        rig.Drain();
        Assert.Equal(RandomStream.Start + TimeSpan.FromSeconds(1_000), Assert.Single(rig.Transitions).Measurement.From);
    }

    [Fact]
    public void Checkpoints_hold_nothing_of_expired_keys()
    {
        Rule[] rules = [High, YellowRule.Of(new AbsenceDetection([TimeSpan.FromSeconds(60)]), 60, "absent"),
            YellowRule.Of(new FlatlineDetection(EventNumber.Value, 0, 2), 100, "flat")];
        var rig = Rig(rules);
        var encoder = new SegmentEncoder(rig.Evaluator);
        var empty = encoder.Next().Length;
        for (var i = 0; i < 200; i++) At(rig, 0, $"gm-{i}", 9);
        Assert.True(encoder.Next().Length > 200 * 20);
        rig.AdvanceTo(YellowRule.AtSecond(1_000));
        encoder.Next();
        encoder.Next();
        Assert.Equal(empty, encoder.Next().Length);
    }

    [Fact]
    public void Flood_of_new_names_drops_the_silent_ones_early_but_none_with_an_open_alert()
    {
        var vocabulary = new Vocabulary(maxSources: 1_000);
        var rig = new EvaluatorRig([High], AfterFiveMinutes, vocabulary);
        At(rig, 0, "alarmed", 9);
        for (var i = 0; i < 990; i++) At(rig, 0, $"flood-{i}", 1);
        for (var at = 1; at < 60; at++) At(rig, at, "steady", 1);
        rig.Drain();
        Assert.Equal(1, rig.Evaluator.OpenAlerts);
        Assert.Equal(990, rig.Evaluator.ExpiredKeys);
    }

    [Fact]
    public void Refused_names_raise_the_built_in_alert_which_ends_ten_minutes_after_the_last()
    {
        var rig = Rig(High);
        At(rig, 0, "gm-1", 1);
        rig.Evaluator.NamesRefused(3);
        At(rig, 60, "gm-1", 1);
        rig.Evaluator.NamesRefused(5);
        rig = rig.Restored(fromScratch: true);
        At(rig, 659, "gm-1", 1);
        rig.Drain();
        Assert.Empty(rig.Transitions);
        At(rig, 661, "gm-1", 1);
        rig.Drain();
        var end = Assert.Single(rig.Transitions);
        Assert.Equal(("riskengine-too-many-names", "events/3", AlertState.Resolved, 2), (end.Rule.Id, end.Key, end.State, end.Number));
    }

    [Fact]
    public void Attribute_keys_beyond_the_limit_are_refused_and_counted_and_the_others_go_on()
    {
        var rule = High with { By = new KeyBy(KeyKind.Attribute, string.Intern("credential")) };
        var rig = new EvaluatorRig([rule], AfterFiveMinutes, new Vocabulary(maxSources: 3));
        var batch = new EventBatch();
        for (var i = 0; i < 10; i++)
        {
            batch.Clear();
            var attribute = batch.AttributeCount;
            batch.AddAttribute(new EventAttribute(string.Intern("credential"), EventValueKind.Text, 0, $"c-{i}"));
            batch.Add(rig.ToEvent(new Reading(YellowRule.AtSecond(i), "door", "a/b", 9, i)) with { FirstAttribute = attribute, AttributeCount = 1 });
            rig.Evaluator.Observe(batch, 0);
        }

        rig.Evaluator.NamesRefused(0);
        rig.Drain();
        Assert.Equal(["c-0", "c-1", "c-2", "events/3"], rig.Transitions.Select(t => t.Key));
        Assert.Equal(7, rig.Transitions[^1].Measurement.Count);
    }

    private static EvaluatorRig Rig(params IReadOnlyList<Rule> rules) => new(rules, AfterFiveMinutes, new Vocabulary());

    private void At(EvaluatorRig rig, double second, string source, double value) =>
        rig.Observe(new Reading(YellowRule.AtSecond(second), source, "huaxi/c12/g07/b3", value, _offset++));
}
