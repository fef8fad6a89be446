using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Rules that ask one model for one series share its scorer.</summary>
public sealed class SharedScorersTests
{
    private readonly CountingModel _model = new();

    [Fact]
    public void Many_rules_over_one_series_cost_one_scorer_and_one_observation_of_an_event()
    {
        Rule[] rules = [Score("a"), Score("b", perWeek: 1), Score("c", perWeek: 2), Baseline("d"), Asking("e"), AskingInWhere("f")];
        var rig = new EvaluatorRig(rules);
        for (var i = 0; i < 10; i++) rig.Observe(At(i, i % 3));

        Assert.Equal(10, Assert.Single(_model.Created).Observed);
        Assert.Single(rig.Evaluator.States, part => part.StateId.StartsWith("scorers:", StringComparison.Ordinal));
        Assert.Single(rig.Evaluator.States, part => part.StateId.StartsWith("rates:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("model")]
    [InlineData("version")]
    [InlineData("hash")]
    [InlineData("inputs")]
    [InlineData("by")]
    [InlineData("where")]
    [InlineData("kinds")]
    [InlineData("learn")]
    public void Rules_that_differ_in_what_decides_the_state_share_nothing(string what)
    {
        var one = Score("one");
        var detection = (ScoreDetection)one.Detection;
        var other = (one with { Id = "other" }) with
        {
            By = what == "by" ? KeyBy.Site : KeyBy.Source,
            Where = what == "where" ? new EventCondition("value != 77", static e => e.Event.Number != 77 ? Outcome.True : Outcome.False) : null,
            On = what == "kinds" ? [new KindPattern("sensor.*")] : one.On,
            Detection = detection with
            {
                LearnWhileOpen = what != "learn",
                Inputs = what == "inputs" ? [new EventNumber("value + 1.0", static e => e.Event.Number + 1)] : detection.Inputs,
                Model = what switch
                {
                    "model" => _model with { Name = "another" },
                    "version" => _model with { Version = "2" },
                    "hash" => _model with { ParameterHash = "ff" },
                    _ => _model,
                },
            },
        };
        var rig = new EvaluatorRig(one, other);
        for (var i = 0; i < 5; i++) rig.Observe(At(i, i % 3));
        Assert.Equal([5L, 5L], _model.Created.Select(scorer => scorer.Observed));
    }

    [Fact]
    public void Rule_that_goes_leaves_what_was_learned_to_the_other_and_one_that_comes_begins_with_it()
    {
        var rig = new EvaluatorRig(Score("a"), Score("b"));
        for (var i = 0; i < 10; i++) rig.Observe(At(i, 5));
        rig = rig.ChangedTo([Score("b")]);
        rig = rig.ChangedTo([Score("b"), Score("c"), Asking("d")]);
        rig.Observe(At(10, 12));
        rig.Drain();

        Assert.Single(_model.Created);
        Assert.Equal(["b", "c", "d"], rig.Transitions.Select(transition => transition.Rule.Id).Order());
        Assert.All(rig.Transitions, transition => Assert.Equal(0.7, transition.Measurement.Measure, 9));
    }

    [Fact]
    public void Fate_of_a_rule_that_joins_learned_scorers_is_that_nothing_is_lost()
    {
        Assert.Equal(StateFate.Kept, StateFates.Between([Score("a"), Score("b", perWeek: 1)], [Score("a", perWeek: 2), Score("b", perWeek: 1)])["a"]);
        Assert.Equal(StateFate.Reset, StateFates.Between([Score("a")], [Score("a", perWeek: 2)])["a"]);
        Assert.Equal(StateFate.Reset, StateFates.Between([Score("a")], [Resting("a")])["a"]);
        Assert.Equal(StateFate.Reset, StateFates.Between([Score("a")], [Score("a") with { By = KeyBy.Site }])["a"]);
    }

    [Fact]
    public void Scorers_count_among_the_stored_bytes_with_what_they_save_once_for_all_rules_that_share_them()
    {
        var rig = new EvaluatorRig(Score("a"), Score("b"));
        string[] sources = ["gm-1", "gm-2", "gm-3"];
        for (var i = 0; i < 12; i++) rig.Observe(At(i, 5) with { Source = sources[i % 3] });
        var contents = new TaskContents();
        contents.Add(new SegmentEncoder(rig.Evaluator).Next());

        var (_, keys) = Assert.Single(contents.Parts, part => part.Key.StartsWith("scorers:", StringComparison.Ordinal));
        Assert.Equal(sources, keys.Keys);
        Assert.Equal(_model.Created.Select(Saved), keys.Values);
        Assert.All(keys.Values, payload => Assert.NotEmpty(payload));

        static byte[] Saved(IScorer scorer)
        {
            var writer = new StateWriter();
            scorer.Save(writer);
            return writer.ToArray();
        }
    }

    [Fact]
    public void Checkpoint_of_one_rule_is_good_for_another_over_the_same_series()
    {
        var id = MemoryOf(Score("a"));
        Assert.Equal(id, MemoryOf(Score("another-name")));
        Assert.Equal(id, PartId.OfScorers(Asking("x"), Asking("x").Scores[0]));
        Assert.NotEqual(id, MemoryOf(Resting("a")));
        Assert.NotEqual(MemoryOf(Resting("a")), MemoryOf(Resting("b")));
    }

    private static string? MemoryOf(Rule rule) => rule.Detection.MemoryPart(rule);

    [Fact]
    public void Resting_rule_does_not_stop_the_others_from_learning()
    {
        var rig = new EvaluatorRig(Score("learns"), Resting("rests"));
        for (var i = 0; i < 30; i++) rig.Observe(At(i, i < 10 ? 5 : 12));
        rig.Drain();

        Assert.Equal(["learns Firing", "learns Resolved", "rests Firing"], rig.Transitions.Select(transition => $"{transition.Rule.Id} {transition.State}").Order());
    }

    private Rule Score(string id, double? perWeek = null) =>
        YellowRule.Of(new ScoreDetection { Model = _model, Inputs = [EventNumber.Value], FalseAlarmsPerWeek = perWeek }, 0.5, id);

    private Rule Baseline(string id) => YellowRule.Of(new ScoreDetection { Model = _model, Inputs = [EventNumber.Value], IsBaseline = true }, 0.5, id);

    private Rule Resting(string id) => YellowRule.Of(new ScoreDetection { Model = _model, Inputs = [EventNumber.Value], LearnWhileOpen = false }, 0.5, id);

    private Rule Asking(string id) =>
        YellowRule.Of(new ThresholdDetection(new EventNumber("score", static e => e.ScoreAt(0))), 0.5, id) with { Scores = [ScoringRules.Call() with { Model = _model }] };

    private Rule AskingInWhere(string id) =>
        YellowRule.Of(new ThresholdDetection(EventNumber.Value), 0.5, id) with
        {
            Where = ScoringRules.Above(0.9),
            Scores = [ScoringRules.Call(isInWhere: true) with { Model = _model }]
        };

    private static Reading At(int second, double value) => new(YellowRule.AtSecond(second), "gm-1", "huaxi/c12/g07/b3", value, second);

    private sealed record CountingModel : IModel
    {
        public string Name { get; init; } = "mean";

        public string Version { get; init; } = "1";

        public string ParameterHash { get; init; } = "0";

        public List<MeanScorer> Created { get; } = [];

        public IScorer Create(int channels)
        {
            var scorer = new MeanScorer(channels);
            Created.Add(scorer);
            return scorer;
        }
    }
}
