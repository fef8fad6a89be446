using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Models.MlNet.Features;
using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Features;

public sealed class FeatureTests
{
    private static readonly string[] Inputs = ["flow", "attributes.pressure"];

    [Fact]
    public void A_feature_is_an_input_or_an_aggregate_of_one()
    {
        Assert.Equal(new Feature("flow", "flow", 0, FeatureAggregate.Last, TimeSpan.Zero), Feature.Parse("flow", Inputs, out _));
        Assert.Equal(
            new Feature("avg(attributes.pressure, 10m)", "avg(attributes.pressure, 10m)", 1, FeatureAggregate.Avg, TimeSpan.FromMinutes(10)),
            Feature.Parse("avg(attributes.pressure, 10m)", Inputs, out _));
        Assert.Equal(
            new Feature("max(flow,1.5h)", "Peak", 0, FeatureAggregate.Max, TimeSpan.FromMinutes(90)), Feature.Parse("Peak = max(flow,1.5h)", Inputs, out _));
    }

    [Theory]
    [InlineData("flaw", "feature 'flaw': there is no input 'flaw'; inputs are flow, attributes.pressure")]
    [InlineData("avg(flaw, 1m)", "feature 'avg(flaw, 1m)': there is no input 'flaw'; inputs are flow, attributes.pressure")]
    [InlineData("mean(flow, 1m)", "feature 'mean(flow, 1m)': 'mean' is no aggregate; write avg, min, max, sum, count or stddev")]
    [InlineData("avg(flow, 0s)", "feature 'avg(flow, 0s)': the window must be above 0 and at most 31d; write e.g. avg(flow, 10m)")]
    [InlineData("avg(flow, 40d)", "feature 'avg(flow, 40d)': the window must be above 0 and at most 31d; write e.g. avg(flow, 10m)")]
    public void A_wrong_feature_says_why(string text, string fault)
    {
        Assert.Null(Feature.Parse(text, Inputs, out var told));
        Assert.Equal(fault, told);
    }

    [Theory]
    [InlineData(FeatureAggregate.Avg)]
    [InlineData(FeatureAggregate.Min)]
    [InlineData(FeatureAggregate.Max)]
    [InlineData(FeatureAggregate.Sum)]
    [InlineData(FeatureAggregate.Count)]
    [InlineData(FeatureAggregate.Stddev)]
    public void A_window_agrees_with_a_list_of_everything_seen(FeatureAggregate aggregate)
    {
        var size = TimeSpan.FromSeconds(90);
        var window = new FeatureWindow(size);
        var random = new Random(6);
        var seen = new List<(EventTime At, double Value)>();
        var at = new EventTime(1_700_000_000_000_000);
        for (var row = 0; row < 3000; row++)
        {
            at += TimeSpan.FromSeconds(random.Next(row % 300 > 200 ? 200 : 4));
            seen.Add((at, random.NextDouble()));
            window.Add(at, seen[^1].Value);
            if (row % 7 == 0) window = Restored(window, size);
            var inside = seen.Where(one => one.At > at - size).Select(one => one.Value).TakeLast(FeatureWindow.Most).ToArray();
            Assert.Equal(Slow(aggregate, inside), window.Of(aggregate), 1e-9);
        }
    }

    [Fact]
    public void A_window_is_bounded_and_a_clock_that_goes_back_does_not_disturb_it()
    {
        var window = new FeatureWindow(TimeSpan.FromDays(1));
        var start = new EventTime(0);
        for (var i = 0; i < 5000; i++) window.Add(start + TimeSpan.FromSeconds(i % 2 == 0 ? i : i - 100), i);
        Assert.Equal(FeatureWindow.Most, window.Of(FeatureAggregate.Count));
        Assert.Equal(5000 - FeatureWindow.Most, window.Of(FeatureAggregate.Min));
        window.Advance(start + TimeSpan.FromDays(3));
        Assert.True(double.IsNaN(window.Of(FeatureAggregate.Avg)));
        Assert.Equal(0, window.Of(FeatureAggregate.Count));
    }

    [Fact]
    public void A_row_is_complete_when_every_feature_has_a_value()
    {
        var row = new FeatureRow([Feature.Parse("flow", Inputs, out _)!, Feature.Parse("avg(attributes.pressure, 1m)", Inputs, out _)!]);
        Assert.False(row.Observe(new EventTime(0), [1, double.NaN]));
        Assert.True(row.Observe(new EventTime(1_000_000), [2, 4]));
        Assert.True(row.Observe(new EventTime(2_000_000), [3, double.NaN]));
        Assert.Equal("flow 3, avg(attributes.pressure, 1m) 4", row.Words());
        Assert.False(row.Observe(new EventTime(3_000_000), [double.PositiveInfinity, 4]));
        Assert.False(row.Observe(new EventTime(120_000_000), [1, double.NaN]));
    }

    private static FeatureWindow Restored(FeatureWindow window, TimeSpan size)
    {
        var writer = new StateWriter();
        window.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = new FeatureWindow(size);
        restored.Restore(ref reader);
        return restored;
    }

    private static double Slow(FeatureAggregate aggregate, double[] values) => aggregate switch
    {
        FeatureAggregate.Avg => values.Average(),
        FeatureAggregate.Min => values.Min(),
        FeatureAggregate.Max => values.Max(),
        FeatureAggregate.Sum => values.Sum(),
        FeatureAggregate.Count => values.Length,
        _ => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2))),
    };
}
