using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Alerts;

public sealed class EpisodeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_restored_episode_answers_and_saves_as_the_saved_one()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var times = LadderTimes.Of(RandomRules.Make("threshold", random, Second));
            var at = RandomStream.Start;
            var episode = new Episode(Of(random, at), Evidence.At(5)) { Transitions = random.Next(9) };
            for (var i = random.Next(1, 9); i > 0; i--)
            {
                episode.Observe((Grade)random.Next(5), random.Next(2) == 0, Of(random, at), Evidence.At(random.Next(99)));
                episode.MoveTo((Grade)random.Next(5));
                if (random.Next(4) == 0) episode.Freeze(at);
                at += Second * random.Next(5);
            }

            var reader = new StateReader(Saved(episode));
            var restored = Episode.Restored(ref reader);
            Assert.True(reader.AtEnd);
            Assert.Equal(Saved(episode), Saved(restored));
            for (var later = at; later < at + (Second * 30); later += Second)
            {
                Assert.Equal(episode.GradeAt(later, times, out var ended), restored.GradeAt(later, times, out var sameEnd));
                Assert.Equal((ended, episode.NextChange(later, times)), (sameEnd, restored.NextChange(later, times)));
            }
        }
    }

    [Fact]
    public void A_steady_stream_keeps_its_sliding_count()
    {
        var rule = Counting(atLeast: 10, window: 10);
        var rig = new EvaluatorRig(rule);
        for (var i = 0; i < 100; i++) rig.Observe(At(i, 1, i));
        rig.Drain();
        Assert.Equal(AlertState.Firing, Assert.Single(rig.Transitions).State);
    }

    [Fact]
    public void Alerts_that_start_at_one_time_share_no_transition_id()
    {
        var rule = Above(5);
        var rig = new EvaluatorRig(rule);
        foreach (var value in new[] { 9, 1, 9, 1, 9 }) rig.Observe(At(0, value, 0));
        rig.Drain();
        Assert.Equal([1, 2, 3, 4, 5], rig.Transitions.Select(t => t.Number));
        Assert.Single(rig.Transitions.Select(t => t.Fingerprint).Distinct());
    }

    [Fact]
    public void A_checkpoint_between_two_alerts_of_one_time_keeps_their_numbers()
    {
        var before = new EvaluatorRig(Above(5));
        foreach (var value in new[] { 9, 1 }) before.Observe(At(0, value, 0));
        var after = new EvaluatorRig(Above(5));
        SegmentEncoder.Restore(new SegmentEncoder(before.Evaluator).Next(), after.Evaluator, before.Evaluator.Now, (_, _, _) => Assert.Fail("refused"));
        SegmentEncoder.Complete(after.Evaluator, before.Evaluator.Now);
        after.Observe(At(0, 9, 1));
        after.Drain();
        Assert.Equal(3, Assert.Single(after.Transitions).Number);
    }

    [Fact]
    public void Silence_raises_an_alert_also_where_one_was_pending()
    {
        var rule = RandomRules.Make("sliding", new Random(1), Second) with
        {
            Where = null,
            By = KeyBy.Source,
            For = TimeSpan.FromHours(1),
            NoData = NoDataPolicy.Alert,
            Grades = Above(5).Grades,
            Detection = Averaging(10),
        };
        var rig = new EvaluatorRig(rule);
        rig.Observe(At(0, 9, 0));
        rig.AdvanceTo(At(11, 0, 0).At);
        rig.Drain();
        var raised = Assert.Single(rig.Transitions);
        Assert.Equal((TransitionReason.NoData, Grade.Blue, At(10, 0, 0).At), (raised.Reason, raised.Grade, raised.At.Micros));
    }

    [Fact]
    public void Averages_and_distinct_counts_of_one_number_do_not_share_panes()
    {
        var told = new EventNumber("value", static e => 1, static e => (ulong)e.Event.Number + 1);
        var rules = new[]
        {
            Above(5) with { Id = "a", Detection = Averaging(10, every: 10) },
            Above(2) with { Id = "b", Detection = Averaging(10, every: 10) with { Value = told, Aggregates = [new(Core.Windows.AggregateKind.Distinct)] } },
        };
        var rig = new EvaluatorRig(rules);
        for (var i = 0; i < 9; i++) rig.Observe(At(i, 5 + (i % 3), i));
        rig.AdvanceTo(At(11, 0, 0).At);
        rig.Drain();
        Assert.Equal([6.0, 3.0], rig.Transitions.Select(t => t.Measurement.Measure));
    }

    private static Reading At(int second, double value, long offset) => new((RandomStream.Start + (Second * second)).Micros, "s", "a/b", value, offset);

    private static Rule Above(double bound) => RandomRules.Make("threshold", new Random(1), Second) with
    {
        Where = null,
        By = KeyBy.Source,
        For = TimeSpan.Zero,
        ForReadings = 1,
        Clear = ClearPolicy.AtOnce,
        KeepFiringFor = TimeSpan.Zero,
        NoData = NoDataPolicy.Hold,
        Mode = RuleMode.Active,
        Grades = new GradeLadder(new Dictionary<Grade, MeasureCondition> { [Grade.Blue] = new("?", Comparison.Greater, bound) }),
    };

    private static Rule Counting(int atLeast, int window) => Above(atLeast - 1) with { Detection = new FrequencyDetection(Second * window) };

    private static MetricDetection Averaging(int window, int? every = null) => new()
    {
        Text = "avg(value)",
        Value = EventNumber.Value,
        Window = new Core.Windows.WindowSpec(Second * window, every is { } hop ? Second * hop : null),
        Aggregates = [new Core.Windows.AggregateCall(Core.Windows.AggregateKind.Mean)],
    };

    private static Measurement Of(Random random, EventTime at) => new(random.Next(14), random.Next(5), at - Second, at);

    private static byte[] Saved(Episode episode)
    {
        var writer = new StateWriter();
        episode.Save(writer);
        return writer.ToArray();
    }
}
