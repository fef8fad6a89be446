using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>The edges of spike, flatline, new value, baseline, change and percentage, one by one.</summary>
public sealed class NewerTypesTests
{
    [Fact]
    public void Spike_is_silent_until_a_whole_reference_lies_behind()
    {
        var steady = Enumerable.Range(0, 40).Select(i => (i * 1.0, 1.0));
        Assert.Empty(YellowRule.Run(YellowRule.Of(Spike(), 3), 30, Burst(15).Concat(steady).OrderBy(e => e.Item1)));
        Assert.Equal("40s rule gm-1 Yellow 3.1", YellowRule.Run(YellowRule.Of(Spike(), 3), 40, Burst(35).Concat(steady).OrderBy(e => e.Item1))[0]);
    }

    [Fact]
    public void Count_that_falls_to_nothing_is_a_finite_factor_downwards()
    {
        var rule = YellowRule.Of(Spike() with { Direction = SpikeDirection.Down }, 10);
        Assert.Equal("40s rule gm-1 Yellow 10", YellowRule.Run(rule, 40, Enumerable.Range(0, 30).Select(i => (i * 1.0, 1.0)))[0]);
    }

    [Fact]
    public void Value_that_drifts_within_the_tolerance_of_its_neighbours_is_not_flat()
    {
        var rule = YellowRule.Of(new FlatlineDetection(EventNumber.Value, 1, 2), 3);
        Assert.Empty(YellowRule.Run(rule, 60, Enumerable.Range(0, 20).Select(i => (i * 1.0, i * 1.0))));
        Assert.Equal(["3s rule gm-1 Yellow 3", "4s rule gm-1 end 0"], YellowRule.Run(rule, 60, [(0, 5), (1, 6), (2, 4), (3, 5), (4, 6.5)]));
    }

    [Fact]
    public void Value_is_new_once_and_again_after_it_was_forgotten()
    {
        var rule = YellowRule.Of(NewValue(learn: 5, remember: 20));
        Assert.Equal(["6s rule gm-1 Yellow 1", "8s rule gm-1 end 0"], YellowRule.Run(rule, 60, [(0, 1), (4, 2), (6, 3), (7, 2), (20, 1), (26, 3)]));
        Assert.Equal("20.1s rule gm-1 Yellow 1", YellowRule.Run(rule, 60, [(0, 1), (20.1, 1)])[0]);
    }

    [Fact]
    public void Zero_and_minus_zero_are_one_value() => Assert.Empty(YellowRule.Run(YellowRule.Of(NewValue(learn: 1, remember: 20)), 60, [(0, 0.0), (2, -0.0)]));

    [Fact]
    public void Baseline_is_one_at_the_edge_of_the_band_on_either_side()
    {
        var rule = YellowRule.Of(new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value], IsBaseline = true, LearnWhileOpen = false });
        (double, double)[] learned = [(0, 10), (1, 10), (2, 10)];
        Assert.Equal(["3s rule gm-1 Yellow 1"], YellowRule.Run(rule, 60, [.. learned, (3, 10 + MeanScorer.WidthAbove)]));
        Assert.Equal(["3s rule gm-1 Yellow 1"], YellowRule.Run(rule, 60, [.. learned, (3, 10 - MeanScorer.WidthBelow)]));
    }

    [Fact]
    public void Register_that_starts_again_from_zero_and_stays_there_has_grown_by_what_it_shows() =>
        Assert.Equal(["4s rule gm-1 Yellow 4"], YellowRule.Run(YellowRule.Of(Window(AggregateKind.Increase), 3), 5, [(0, 100), (1, 101), (2, 102), (3, 1), (4, 2)]));

    [Fact]
    public void Register_that_rolls_over_has_grown_by_the_way_over_the_top() =>
        Assert.Equal(["3s rule gm-1 Yellow 11"], YellowRule.Run(YellowRule.Of(Window(AggregateKind.Increase), 7), 4, [(0, 990), (1, 993), (2, 996), (3, 1)]));

    [Fact]
    public void Register_that_shows_zero_once_has_grown_by_nothing()
    {
        var rule = YellowRule.Of(Window(AggregateKind.Increase), 3);
        Assert.Empty(YellowRule.Run(rule, 4, [(0, 155), (1, 156), (2, 0), (3, 157)]));
        Assert.Equal(["3s rule gm-1 Yellow 4"], YellowRule.Run(rule, 4, [(0, 155), (1, 156), (2, 0), (3, 159)]));
    }

    [Fact]
    public void Register_is_known_when_it_is_read_again_long_after_its_window()
    {
        var rule = YellowRule.Of(Window(AggregateKind.Increase), 30);
        Assert.Equal(["61s rule gm-1 Yellow 40"], YellowRule.Run(rule, 70, [(0, 100), (1, 101), (60, 0), (61, 141)]));
    }

    [Fact]
    public void Window_with_too_few_events_changes_nothing()
    {
        var rule = YellowRule.Of(Window(AggregateKind.Mean) with { MinCount = 3 }, 50);
        Assert.Equal(["2s rule gm-1 Yellow 100"], YellowRule.Run(rule, 11.5, [(0, 100), (1, 100), (2, 100), (11.2, 0)]));
    }

    [Fact]
    public void Alert_stays_open_for_a_while_after_its_condition_last_held()
    {
        var rule = YellowRule.Of(new ThresholdDetection(EventNumber.Value), 10) with { KeepFiringFor = TimeSpan.FromSeconds(5) };
        Assert.Equal(["0s rule gm-1 Yellow 12", "8s rule gm-1 end 3"], YellowRule.Run(rule, 60, [(0, 12), (1, 2), (2, 12), (3, 3)]));
        var clearing = rule with { Clear = new ClearPolicy(new MeasureCondition("< 5", Comparison.Less, 5), TimeSpan.FromSeconds(1)) };
        Assert.Equal(["0s rule gm-1 Yellow 12", "21s rule gm-1 end 3"], YellowRule.Run(clearing, 60, [(0, 12), (1, 7), (20, 3)]));
    }

    private static IEnumerable<(double, double)> Burst(double at) => Enumerable.Range(0, 21).Select(i => (at + (i * 0.1), 1.0));

    private static SpikeDetection Spike() => new()
    {
        Text = "count()",
        Value = EventNumber.Value,
        Aggregate = new AggregateCall(AggregateKind.Count),
        Window = TimeSpan.FromSeconds(10),
        Reference = TimeSpan.FromSeconds(20),
        Every = TimeSpan.FromSeconds(10),
    };

    private static NewValueDetection NewValue(double learn, double remember) => new()
    {
        Value = EventNumber.Value,
        Learn = TimeSpan.FromSeconds(learn),
        Remember = TimeSpan.FromSeconds(remember),
        Hold = TimeSpan.FromSeconds(2),
    };

    private static MetricDetection Window(AggregateKind kind) => new()
    {
        Text = "window",
        Value = EventNumber.Value,
        Window = new WindowSpec(TimeSpan.FromSeconds(10), null),
        Aggregates = [new AggregateCall(kind)],
    };
}
