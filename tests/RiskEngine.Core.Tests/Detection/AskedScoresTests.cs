using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Scores that expressions ask for.</summary>
public sealed class AskedScoresTests
{
    [Fact]
    public void Score_is_0_until_the_model_has_learned_enough_and_follows_it_from_then_on()
    {
        var rule = YellowRule.Of(new ThresholdDetection(new EventNumber("score", static e => e.ScoreAt(0))), 0) with { Scores = [ScoringRules.Call()] };
        Assert.Equal(["0s rule gm-1 Yellow 0"], YellowRule.Run(rule, 9, [(0, 50), (1, 5), (2, 500)]));
        var high = YellowRule.Of(new ThresholdDetection(new EventNumber("score", static e => e.ScoreAt(0))), 0.3) with { Scores = [ScoringRules.Call()] };
        Assert.Equal(["3s rule gm-1 Yellow 0.4", "4s rule gm-1 end 0.1"], YellowRule.Run(high, 9, [(0, 5), (1, 5), (2, 5), (3, 9), (4, 5)]));
    }

    [Fact]
    public void Condition_that_rejects_an_event_has_it_learned_all_the_same()
    {
        var rule = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 0) with { Where = ScoringRules.Above(0.5), Scores = [ScoringRules.Call(isInWhere: true)] };
        Assert.Equal(["4s rule gm-1 Yellow 20"], YellowRule.Run(rule, 9, [(0, 5), (1, 5), (2, 5), (3, 5), (4, 20)]));
    }

    [Fact]
    public void Score_behind_a_condition_learns_only_what_it_lets_through()
    {
        var rule = YellowRule.Of(new ThresholdDetection(new EventNumber("score", static e => e.ScoreAt(0))), 0.3) with
        {
            Where = new EventCondition("value < 100", static e => e.Event.Number < 100 ? Outcome.True : Outcome.False),
            Scores = [ScoringRules.Call()],
        };
        Assert.Equal(["6s rule gm-1 Yellow 0.4"], YellowRule.Run(rule, 9, [(0, 5), (1, 900), (2, 5), (3, 900), (4, 5), (5, 5), (6, 9)]));
    }

    [Fact]
    public void Event_without_a_number_has_no_score()
    {
        var rule = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 0) with { Where = ScoringRules.Above(-1), Scores = [ScoringRules.Call(isInWhere: true)] };
        var rig = new EvaluatorRig(rule);
        rig.Observe(new Reading(YellowRule.AtSecond(1), "gm-1", "a/b/c/d", double.NaN, 0));
        Assert.Equal(1, rig.Evaluator.ConditionErrors()["rule"]);
        Assert.Equal(0, rig.Evaluator.MatchedEvents()["rule"]);
    }

    [Fact]
    public void Equal_conditions_by_source_and_by_site_each_read_their_own_series()
    {
        var any = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 0, "by-source");
        var bySource = any with { Where = ScoringRules.Above(0.5), Scores = [ScoringRules.Call(isInWhere: true)] };
        var bySite = bySource with { Id = "by-site", By = KeyBy.Site };

        // What is usual for gm-2 is far from what is usual at the site.
        (double, double, string)[] events = [.. Enumerable.Range(0, 12).Select(i => ((double)i, i % 2 == 0 ? 0.0 : 40.0, i % 2 == 0 ? "gm-1" : "gm-2"))];
        var alerts = YellowRule.Run([bySource, bySite], 20, events);
        Assert.DoesNotContain(alerts, alert => alert.Contains("by-source", StringComparison.Ordinal));
        Assert.Contains(alerts, alert => alert.Contains("by-site", StringComparison.Ordinal));
    }

    [Fact]
    public void Alert_tells_what_the_model_found_also_when_a_timer_raises_it_after_a_restart()
    {
        var scored = YellowRule.Of(new ThresholdDetection(new EventNumber("score", static e => e.ScoreAt(0))), 0.3);
        var rule = scored with { Scores = [ScoringRules.Call()], For = TimeSpan.FromSeconds(5) };
        var rig = new EvaluatorRig(rule);
        foreach (var (second, value) in new[] { (0, 5.0), (1, 5), (2, 5), (3, 9) }) rig.Observe(new Reading(YellowRule.AtSecond(second), "gm-1", "a/b/c/d", value, second));
        rig = rig.Restored(fromScratch: true);
        rig.AdvanceTo(YellowRule.AtSecond(9));
        rig.Drain();

        var found = Assert.Single(Assert.Single(rig.Transitions).Findings);
        Assert.Equal(("mean(value)", "mean", 0.4, 5.0, 3.0, 10.0), (found.Asked, found.Model, found.Score.Value, found.Score.Expected, found.Score.Low, found.Score.High));
        Assert.Equal("9 after 4 values", found.Because);
    }

    [Fact]
    public void Alert_as_json_names_the_model_score_expectation_band_and_parts()
    {
        var rule = YellowRule.Of(new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value], IsBaseline = true }, 0.5);
        var rig = new EvaluatorRig(rule);
        foreach (var (second, value) in new[] { (0, 5.0), (1, 5), (2, 5), (3, 9) }) rig.Observe(new Reading(YellowRule.AtSecond(second), "gm-1", "a/b/c/d", value, second));
        rig.Drain();

        using var json = new AlertJson();
        var text = System.Text.Encoding.UTF8.GetString(json.Encode(Assert.Single(rig.Transitions)));
        const string model =
            """ "model":{"name":"mean","version":"1","hash":"0","asked":"mean(value)","score":0.4,"expected":5,"low":3,"high":10,"parts":"""
            + """[{"part":"mean","share":1,"words":"9 after 4 values"}]}""";
        Assert.Contains(model.Trim(), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Observer_hears_of_models_that_have_not_learned_enough()
    {
        var rule = YellowRule.Of(new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value] }, 0.5);
        var heard = new Listener();
        var vocabulary = new Vocabulary();
        var evaluator = new RuleEvaluator([rule], EvaluatorRig.Task, vocabulary, observer: heard);
        var batch = new EventBatch();
        batch.Add(new Event
        {
            Kind = vocabulary.Kinds.Intern("sensor.gas"), Source = vocabulary.Sources.Intern("gm-1"), Site = vocabulary.Sites.Intern("a/b"),
            Time = RandomStream.Start, ValueKind = EventValueKind.Number, Number = 4, Offset = 0, Line = -1,
        });
        evaluator.Observe(batch, 0);
        Assert.True(Assert.Single(heard.Scores).Finding.Score.Warming);
    }

    private sealed class Listener : IMeasurementObserver
    {
        public List<ObservedScore> Scores { get; } = [];

        public void Measured(in ObservedMeasurement observed)
        {
        }

        public void Scored(in ObservedScore observed) => Scores.Add(observed);
    }
}
