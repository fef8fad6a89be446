using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>What becomes of alerts, pending or firing, when their rule goes, changes its times, is loaded anew, or the engine starts again.</summary>
public sealed class RemovedRulesTests
{
    private static readonly Rule High = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, "high");
    private static readonly Rule Later = High with { Id = "later", For = TimeSpan.FromHours(1) };
    private static readonly Rule New = YellowRule.Of(new NewValueDetection
    {
        Value = EventNumber.Value,
        Learn = TimeSpan.FromSeconds(5),
        Remember = TimeSpan.FromHours(1),
        Hold = TimeSpan.FromSeconds(20),
    }, 1, "new");

    [Fact]
    public void A_removed_rule_ends_what_fires_and_forgets_what_is_pending()
    {
        var rig = new EvaluatorRig(High, Later);
        rig.Observe(At(0, 9));
        rig.Observe(At(1, 9));
        Assert.Equal(2, rig.Evaluator.OpenAlerts);
        rig = rig.ChangedTo([]);
        Assert.Equal(["0s high Yellow Condition", "1s high end RuleRemoved"], Told(rig));
        Assert.Equal(0, rig.Evaluator.OpenAlerts);
    }

    [Fact]
    public void A_silent_key_ends_what_fires_and_forgets_what_is_pending()
    {
        var rig = new EvaluatorRig([High, Later], new KeyExpiry(TimeSpan.FromMinutes(5)), new Vocabulary());
        rig.Observe(At(0, 9));
        rig.AdvanceTo(YellowRule.AtSecond(1000));
        rig.Drain();
        Assert.Equal([("high", AlertState.Firing), ("high", AlertState.Resolved)], rig.Transitions.Select(t => (t.Rule.Id, t.State)));
        Assert.Equal(TransitionReason.Expired, rig.Transitions[^1].Reason);
        Assert.Equal(0, rig.Evaluator.OpenAlerts);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(10)]
    public void A_pending_alert_follows_the_new_time_of_its_rule(int seconds)
    {
        var rig = new EvaluatorRig(Later);
        rig.Observe(At(0, 9));
        rig.Observe(At(10, 9));
        rig = rig.ChangedTo([Later with { For = TimeSpan.FromSeconds(seconds) }]);
        rig.AdvanceTo(YellowRule.AtSecond(25));
        Assert.Equal([$"{seconds}s later Yellow Condition"], Told(rig));
    }

    [Fact]
    public void A_finding_ends_after_its_hold_also_where_the_engine_starts_again_or_rules_are_loaded_anew()
    {
        string[] expected = ["10s new Yellow Condition", "30s new end Cleared"];
        for (var restart = 10; restart <= 30; restart += 5)
        {
            Assert.Equal(expected, Run(restart, rig => rig));
            Assert.Equal(expected, Run(restart, rig => rig.TakenOver()));
            Assert.Equal(expected, Run(restart, rig => rig.Restored(fromScratch: true)));
            Assert.Equal(expected, Run(restart, rig => rig.TakenOver().ChangedTo([New, High with { Id = "other", Mode = RuleMode.Shadow, For = TimeSpan.FromHours(1) }])));
        }

        static string[] Run(int restart, Func<EvaluatorRig, EvaluatorRig> change)
        {
            var rig = new EvaluatorRig(New);
            foreach (var second in new[] { 0, 10 }) rig.Observe(At(second, second));
            rig.AdvanceTo(YellowRule.AtSecond(restart));
            var told = Told(rig);
            rig.Transitions.Clear();
            rig = change(rig);
            rig.AdvanceTo(YellowRule.AtSecond(100));
            return [.. told, .. Told(rig)];
        }
    }

    [Fact]
    public void A_further_finding_prolongs_the_first_and_a_removed_rule_waits_for_no_end()
    {
        var rig = new EvaluatorRig(New);
        foreach (var second in new[] { 0, 10, 25 }) rig.Observe(At(second, second));
        rig.AdvanceTo(YellowRule.AtSecond(46));
        Assert.Equal(["10s new Yellow Condition", "45s new end Cleared"], Told(rig));

        rig.Observe(At(50, 50));
        rig = rig.ChangedTo([]);
        rig.AdvanceTo(YellowRule.AtSecond(100));
        Assert.Equal(["50s new Yellow Condition", "50s new end RuleRemoved"], Told(rig));
    }

    private static Reading At(double second, double value) => new(YellowRule.AtSecond(second), "gm-1", "a/b", value, (long)second);

    private static string[] Told(EvaluatorRig rig)
    {
        rig.Drain();
        string[] told = [.. rig.Transitions.Select(t => FormattableString.Invariant(
            $"{(t.At - RandomStream.Start).TotalSeconds}s {t.Rule.Id} {(t.State == AlertState.Resolved ? "end" : t.Grade)} {t.Reason}"))];
        rig.Transitions.Clear();
        return told;
    }
}
