using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class RuleLoaderTests
{
    private const string Gas = """
        id: gas-rising-indoor
        title: Gas concentration is rising in a building
        on: sensor.gas
        where: attributes.location == "indoor"
        by: source
        detect:
          type: metric
          measure: avg(value)
          window: {size: 1m, every: 10s}
        grades: {blue: ">= 5", yellow: ">= 10", orange: ">= 15", red: ">= 20"}
        for: 20s
        clear: {when: "< 4", for: 2m}
        no_data: hold
        unit: "%LEL"
        message: "Gas at {{ source }} averages {{ measure }} {{ unit }}"
        runbook: docs/runbooks/gas.md
        owner: gas desk
        labels: {department: gas}
        tests:
          - name: a slow leak climbs to orange
            events:
              - {source: gm-1, attributes: {location: indoor}, value: 3x20 +1 every 10s}
            expect:
              - blue at 1m for gm-1
          - name: outdoors it stays quiet
            events:
              - {source: gm-1, attributes: {location: outdoor}, value: 30x10 every 10s}
            expect: nothing
        """;

    [Fact]
    public void Metric_rule_of_the_design_loads_without_findings()
    {
        var result = new RuleLoader().LoadText("gas.yaml", Gas);

        Assert.Empty(result.Diagnostics);
        var rule = Assert.Single(result.Rules);
        Assert.Equal("gas-rising-indoor", rule.Id);
        Assert.Equal([new KindPattern("sensor.gas")], rule.On);
        Assert.Equal(KeyBy.Source, rule.By);
        Assert.Equal(TimeSpan.FromSeconds(20), rule.For);
        Assert.Equal(TimeSpan.FromMinutes(2), rule.Clear.For);
        Assert.Equal(4, rule.Clear.When!.Threshold);
        Assert.Equal(Comparison.Less, rule.Clear.When.Comparison);
        Assert.Equal(Grade.Blue, rule.Grades.Lowest);
        Assert.Equal(20, rule.Grades[Grade.Red]!.Threshold);
        Assert.Equal("gas", rule.Labels["department"]);
        var metric = Assert.IsType<MetricDetection>(rule.Detection);
        Assert.Equal(new WindowSpec(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(10)), metric.Window);
        Assert.Equal([new AggregateCall(AggregateKind.Mean)], metric.Aggregates);
        Assert.Null(metric.Combine);
        Assert.Equal(2, result.Documents[0].Tests.Count);
    }

    [Fact]
    public void Threshold_rule_measures_the_value_by_default()
    {
        var rule = One("on: sensor.gas", "by: site", "detect: {type: threshold}", "grades: {red: '> 0.5'}");

        Assert.Same(EventNumber.Value, Assert.IsType<ThresholdDetection>(rule.Detection).Value);
        Assert.Equal(KeyBy.Site, rule.By);
    }

    [Fact]
    public void Frequency_rule_counts_in_a_sliding_window()
    {
        var rule = One("on: [access.door, access.gate]", "by: community", "detect: {type: frequency, window: 1h30m}", "grades: {yellow: '>= 3'}");

        Assert.Equal(new FrequencyDetection(TimeSpan.FromMinutes(90)), rule.Detection);
        Assert.Equal(new KeyBy(KeyKind.Area, "community", 2), rule.By);
    }

    [Fact]
    public void Short_form_of_frequency_gives_one_grade()
    {
        var rule = One("on: access", "by: credential", "detect: {type: frequency, window: 10m, count: 5, grade: orange}");

        Assert.Equal(5, rule.Grades[Grade.Orange]!.Threshold);
        Assert.Equal(new KeyBy(KeyKind.Attribute, "credential"), rule.By);
    }

    [Fact]
    public void Absence_grades_are_durations()
    {
        var rule = One("on: sensor.**", "by: source", "detect: {type: absence}", "grades: {blue: '>= 5m', orange: 1h}");

        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)], Assert.IsType<AbsenceDetection>(rule.Detection).Thresholds);
        Assert.Equal(300, rule.Grades[Grade.Blue]!.Threshold);
    }

    [Fact]
    public void Short_form_of_absence_gives_yellow()
    {
        var rule = One("on: sensor.*", "by: source", "detect: {type: absence, after: 15m}");

        Assert.Equal(900, rule.Grades[Grade.Yellow]!.Threshold);
        Assert.Equal(Grade.Yellow, rule.Grades.Highest);
    }

    [Theory]
    [InlineData("max(value) - min(value)", 30, 6)]
    [InlineData("(max(value) + min(value)) / 2", 30, 27)]
    [InlineData("-max(value)", 30, -30)]
    [InlineData("max(value) / (min(value) - 24)", 30, double.NaN)]
    [InlineData("100 * (max(value) - min(value)) / max(value)", 30, 20)]
    public void Measure_combines_aggregates(string measure, double max, double expected)
    {
        var rule = One("on: sensor.gas", "by: source", $"detect: {{type: metric, window: 5m, measure: {measure}}}", "grades: {red: '> 1'}");

        var metric = Assert.IsType<MetricDetection>(rule.Detection);
        var results = metric.Aggregates.Select(call => call.Kind == AggregateKind.Max ? max : 24).ToArray();
        Assert.Equal(expected, metric.Combine!(results), 9);
    }

    [Fact]
    public void Quantile_takes_its_share()
    {
        var rule = One("on: sensor.gas", "by: source", "detect: {type: metric, window: 5m, measure: 'quantile(value, 0.95)'}", "grades: {red: '> 1'}");

        Assert.Equal([new AggregateCall(AggregateKind.Quantile, 0.95)], Assert.IsType<MetricDetection>(rule.Detection).Aggregates);
    }

    [Theory]
    [InlineData("rate(value)", AggregateKind.Rate, 1)]
    [InlineData("rate(value, 1h)", AggregateKind.Rate, 3600)]
    [InlineData("slope(value)", AggregateKind.Slope, 1)]
    [InlineData("slope(value, 1m30s)", AggregateKind.Slope, 90)]
    [InlineData("time_integral(value)", AggregateKind.TimeIntegral, 3600)]
    [InlineData("time_integral(value, 1s)", AggregateKind.TimeIntegral, 1)]
    public void Aggregate_takes_the_time_that_it_is_per(string measure, AggregateKind kind, int seconds)
    {
        var rule = One("on: sensor.gas", "by: source", $"detect: {{type: metric, window: 5m, measure: '{measure}'}}", "grades: {red: '> 1'}");

        var call = Assert.Single(Assert.IsType<MetricDetection>(rule.Detection).Aggregates);
        Assert.Equal((kind, TimeSpan.FromSeconds(seconds)), (call.Kind, call.Per));
    }

    [Theory]
    [InlineData(4.9, Outcome.False)]
    [InlineData(5, Outcome.True)]
    [InlineData(9.9, Outcome.True)]
    [InlineData(10, Outcome.False)]
    [InlineData(double.NaN, Outcome.False)]
    public void Range_holds_between_its_ends(double measure, Outcome expected)
    {
        var rule = One("on: sensor.gas", "by: source", "detect: {type: threshold}", "grades: {yellow: '>= 5 && < 10'}");

        Assert.Equal(expected, rule.Grades[Grade.Yellow]!.Test(new Measurement(measure, 1, default, default)));
    }

    internal static Rule One(params string[] lines)
    {
        var result = new RuleLoader().LoadText("rule.yaml", string.Join('\n', ["id: a-rule", "title: A rule", .. lines]));
        Assert.False(result.HasErrors, string.Join('\n', result.Diagnostics));
        return Assert.Single(result.Rules);
    }
}
