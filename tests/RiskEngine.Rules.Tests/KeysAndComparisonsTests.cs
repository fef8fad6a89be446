using RiskEngine.Core.Detection.Types.Changes;
using RiskEngine.Core.Detection.Types.Outlier;
using RiskEngine.Core.Detection.Types.Ratio;
using RiskEngine.Core.Detection.Types.Spike;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary>Rules by two keys, and rules that compare, as they are compiled.</summary>
public sealed class KeysAndComparisonsTests
{
    private static readonly KeyBy Lane = new(KeyKind.PlainAttribute, "lane");

    [Theory]
    [InlineData("attributes.lane", "attributes.lane")]
    [InlineData("\"attributes['door-id']\"", "attributes.door-id")]
    [InlineData("[site]", "site")]
    [InlineData("[attributes.lane, site]", "[site, attributes.lane]")]
    [InlineData("[community, attributes.lane]", "[community, attributes.lane]")]
    [InlineData("[source, credential]", "[source, credential]")]
    [InlineData("[attributes.line, attributes.direction]", "[attributes.line, attributes.direction]")]
    public void Key_is_what_is_written_with_the_place_first(string written, string by) =>
        Assert.Equal(by, RuleLoaderTests.One("on: access.gate", $"by: {written}", "mode: backtest", "detect: {type: threshold}", "grades: {red: '> 0.5'}").By.ToString());

    [Fact]
    public void Pair_knows_its_parts_and_whether_one_device_feeds_it()
    {
        var area = RuleLoaderTests.One("on: flow", "by: [community, attributes.lane]", "detect: {type: threshold}", "grades: {red: '> 0.5'}").By;
        Assert.Equal((new KeyBy(KeyKind.Area, "community", 2), (KeyBy?)Lane, false), (area.First, area.Second, area.IsOfOneSource));
        Assert.Equal(KeyBy.Pair(KeyBy.Source, Lane), RuleLoaderTests.One("on: flow", "by: [source, attributes.lane]", "detect: {type: flatline}", "grades: {red: 1h}").By);
    }

    [Theory]
    [InlineData("[source, attributes.lane]", false)]
    [InlineData("[site, attributes.lane]", false)]
    [InlineData("attributes.lane", true)]
    [InlineData("[attributes.line, attributes.lane]", true)]
    [InlineData("[grid, attributes.lane]", true)]
    public void Keys_that_sites_in_different_partitions_share_need_signals(string by, bool expected)
    {
        var rule = RuleLoaderTests.One("on: flow.vehicle", $"by: {by}", "mode: backtest", "detect: {type: threshold}", "grades: {red: '> 0.5'}");
        Assert.Equal(expected, RuleReach.NeedsSignals(rule, new Dictionary<string, Rule>()) is not null);
    }

    [Fact]
    public void Changes_count_texts_unless_a_direction_or_a_tolerance_asks_for_numbers()
    {
        Assert.NotNull(Changes("{type: changes, window: 1h}").Value.Hash);
        Assert.NotNull(Changes("{type: changes, of: attributes.mode, window: 1h}").Value.Hash);
        var up = Changes("{type: changes, direction: up, tolerance: 0.5, window: {size: 1h, every: 10m}}");
        Assert.Same(EventNumber.Value, up.Value);
        Assert.Equal((Direction.Up, 0.5, new WindowSpec(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10))), (up.Direction, up.Tolerance, up.Window));
    }

    [Fact]
    public void Ratio_names_its_kinds_on_both_sides()
    {
        var rule = RuleLoaderTests.One("by: site",
            "detect: {type: ratio, of: {on: flow.out, measure: sum(value)}, to: {on: [flow.in, flow.out], where: value > 0.0}, window: {size: 1h, every: 10m}, at_least: 5}",
            "grades: {red: '> 0.5'}");
        Assert.Equal(["flow.out", "flow.in"], rule.On.Select(kind => kind.Text));
        var ratio = Assert.IsType<RatioDetection>(rule.Detection);
        Assert.Equal("sum(value) of flow.out / count() of flow.in, flow.out where value > 0.0", ratio.Measure);
        Assert.Equal((5, AggregateKind.Sum, AggregateKind.Count), (ratio.AtLeast, ratio.Numerator.Aggregates[0].Kind, ratio.Denominator.Aggregates[0].Kind));
    }

    [Fact]
    public void Outlier_compares_averages_with_three_neighbours_unless_it_says_otherwise()
    {
        var outlier = Assert.IsType<OutlierDetection>(RuleLoaderTests.One("on: sensor.temperature", "by: [site, attributes.room]",
            "detect: {type: outlier, window: {size: 1h, every: 10m}, min_difference: 2.5}", "grades: {red: '> 4'}").Detection);
        Assert.Equal((AggregateKind.Mean, 3, 2.5, Direction.Both), (outlier.Aggregates[0].Kind, outlier.Neighbours, outlier.MinDifference, outlier.Direction));
    }

    [Fact]
    public void Difference_from_last_week_is_in_the_unit_of_the_value_and_a_factor_in_none()
    {
        string[] lines = ["on: utility.water.flow", "by: source", "grades: {red: '> 4'}", "unit: m3/h"];
        var difference = RuleLoaderTests.One([.. lines, "detect: {type: spike, measure: avg(value), window: 1h, offset: 7d, as: difference}"]);
        var factor = RuleLoaderTests.One([.. lines, "detect: {type: spike, measure: avg(value), window: 1h, offset: 7d}"]);
        Assert.Equal(("m3/h", ""), (difference.EventUnit, factor.EventUnit));
        Assert.Equal((TimeSpan.FromDays(7), true), (((SpikeDetection)difference.Detection).Offset, ((SpikeDetection)difference.Detection).IsDifference));
        Assert.NotEqual(difference.MeasureHash, factor.MeasureHash);
    }

    private static ChangesDetection Changes(string detect) =>
        Assert.IsType<ChangesDetection>(RuleLoaderTests.One("on: access.door", "by: source", $"detect: {detect}", "grades: {red: '> 4'}").Detection);
}
