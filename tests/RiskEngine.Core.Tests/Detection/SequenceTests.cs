using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Steps are told apart by the value: 1 fits step a, 2 step b, 3 step c.</summary>
public sealed class SequenceTests
{
    private static readonly SequenceStep A = Step("a", 1);
    private static readonly SequenceStep B = Step("b", 2);
    private static readonly SequenceStep C = Step("c", 3);

    [Fact]
    public void Steps_in_order_are_found_whatever_lies_between()
    {
        Assert.Equal(["2s rule gm-1 Yellow 1", "7s rule gm-1 end 0"], Run([A, B], (0, 1), (1, 9), (2, 2)));
        Assert.Empty(Run([A, B], (0, 2), (1, 1)));
    }

    [Fact]
    public void Last_step_at_the_very_limit_is_in_time_and_a_microsecond_later_is_not()
    {
        Assert.Equal(["10s rule gm-1 Yellow 1", "15s rule gm-1 end 0"], Run([A, B], (0, 1), (10, 2)));
        Assert.Empty(Run([A, B], (0, 1), (10.000_001, 2)));
    }

    [Fact]
    public void Not_step_forbids_its_event_between_the_steps_around_it_only()
    {
        SequenceStep[] steps = [A, B with { IsNegated = true }, C];
        Assert.Empty(Run(steps, (0, 1), (1, 2), (2, 3)));
        Assert.Equal(["2s rule gm-1 Yellow 1", "7s rule gm-1 end 0"], Run(steps, (0, 2), (1, 1), (2, 3), (3, 2)));
    }

    [Fact]
    public void Not_step_at_the_end_is_found_when_the_time_is_over()
    {
        SequenceStep[] steps = [A, B with { IsNegated = true }];
        Assert.Equal(["10s rule gm-1 Yellow 1", "15s rule gm-1 end 0"], Run(steps, (0, 1)));
        Assert.Empty(Run(steps, (0, 1), (10, 2)));
    }

    [Fact]
    public void Optional_step_may_come_or_not()
    {
        SequenceStep[] steps = [A, B with { IsOptional = true }, C];
        Assert.Equal(["2s rule gm-1 Yellow 1", "7s rule gm-1 end 0"], Run(steps, (0, 1), (2, 3)));
        Assert.Equal(["2s rule gm-1 Yellow 1", "7s rule gm-1 end 0"], Run(steps, (0, 1), (1, 2), (2, 3)));
    }

    [Fact]
    public void Matches_do_not_overlap_and_the_completing_event_starts_none() =>
        Assert.Equal(["1s rule gm-1 Yellow 1", "6s rule gm-1 end 0"], Run([A, A], (0, 1), (1, 1), (6.5, 2), (11.5, 1)));

    [Fact]
    public void Further_finding_prolongs_the_first_also_at_its_very_end() =>
        Assert.Equal(["1s rule gm-1 Yellow 1", "11s rule gm-1 end 0"], Run([A, B], (0, 1), (1, 2), (5, 1), (6, 2)));

    [Fact]
    public void Timed_out_partial_match_can_be_the_finding()
    {
        var rule = YellowRule.Of(Sequence([A, B]) with { FiresOnTimeout = true });
        Assert.Equal(["10s rule gm-1 Yellow 1", "15s rule gm-1 end 0"], YellowRule.Run(rule, 60, [(0, 1)]));
        Assert.Empty(YellowRule.Run(rule, 60, [(0, 1), (5, 1), (10, 2)]));
    }

    [Fact]
    public void Start_that_repeats_all_the_time_still_runs_out_of_time()
    {
        var rule = YellowRule.Of(Sequence([A, B]) with { FiresOnTimeout = true });
        var repeats = Enumerable.Range(0, 4 * SequenceDetector.MostPartials).Select(i => (i * 10.0 / SequenceDetector.MostPartials / 3, 1.0));
        Assert.Equal("10s rule gm-1 Yellow 1", YellowRule.Run(rule, 11, repeats)[0]);
    }

    [Fact]
    public void Start_beyond_the_limit_of_partial_matches_still_finds_its_end()
    {
        var starts = Enumerable.Range(0, 3 * SequenceDetector.MostPartials).Select(i => (i * 0.05, 1.0));
        Assert.Equal("19s rule gm-1 Yellow 1", YellowRule.Run(YellowRule.Of(Sequence([A, B])), 20, starts.Append((19, 2)))[0]);
    }

    [Fact]
    public void Every_key_has_sequences_of_its_own() =>
        Assert.Empty(YellowRule.Run([YellowRule.Of(Sequence([A, B]))], 60, (0, 1, "gm-1"), (1, 2, "gm-2")));

    private static string[] Run(SequenceStep[] steps, params IEnumerable<(double At, double Value)> events) => YellowRule.Run(YellowRule.Of(Sequence(steps)), 60, events);

    private static SequenceDetection Sequence(SequenceStep[] steps) => new()
    {
        Steps = steps,
        Within = TimeSpan.FromSeconds(10),
        Hold = TimeSpan.FromSeconds(5),
    };

    private static SequenceStep Step(string name, double value) =>
        new(name, [new KindPattern("sensor.gas")], new EventCondition($"value == {value}", e => e.Event.Number == value ? Outcome.True : Outcome.False), false, false);
}
