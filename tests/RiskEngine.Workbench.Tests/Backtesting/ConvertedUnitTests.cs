using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Tests.Backtesting;

/// <summary>Devices of one kind that send other units than the rule has.</summary>
public sealed class ConvertedUnitTests
{
    [Theory]
    [InlineData("Cel", "[degF]", 14, -10)]
    [InlineData("Cel", "K", 263.15, -10)]
    [InlineData("[degF]", "Cel", 100, 212)]
    [InlineData("ppm", "%VOL", 0.25, 2500)]
    [InlineData("%VOL", "ppm", 12000, 1.2)]
    [InlineData("bar", "kPa", 350, 3.5)]
    [InlineData("bar", "[psi]", 100, 6.89475729317)]
    [InlineData("m3/h", "l/s", 5, 18)]
    [InlineData("m3/h", "l/min", 50, 3)]
    [InlineData("mm", "[in_i]", 2, 50.8)]
    [InlineData("m3", "l", 1500, 1.5)]
    [InlineData("kg", "g", 2500, 2.5)]
    [InlineData("kWh", "MJ", 7.2, 2)]
    [InlineData("kW", "MW", 0.003, 3)]
    [InlineData("km/h", "m/s", 20, 72)]
    [InlineData("ug/m3", "mg/m3", 0.05, 50)]
    public void A_threshold_sees_the_value_in_its_own_unit(string unit, string other, double sent, double seen)
    {
        using var trial = new Trial(Rule(unit, "detect: {type: threshold}", seen), Trial.Event(0, Text(sent), $",\"unit\":\"{other}\""));

        var (result, text) = trial.Backtest();

        Assert.Single(result.History.Alerts);
        Assert.Equal(seen, MeasureOf(trial), 1e-9);
        Assert.DoesNotContain("warning", text);
        Assert.Empty(result.PassedOver);
        Assert.DoesNotContain("so nothing was measured", trial.Explain("0"));
    }

    [Fact]
    public void A_value_that_is_low_in_the_unit_of_the_rule_raises_nothing()
    {
        using var trial = new Trial(Rule("Cel", "detect: {type: threshold}", -15), [.. Enumerable.Range(0, 10).Select(i => Trial.Event(i, "-4", ",\"unit\":\"[degF]\""))]);

        Assert.Empty(trial.Backtest().Result.History.Alerts);
    }

    [Theory]
    [InlineData("source")]
    [InlineData("site")]
    public void A_window_takes_in_values_of_both_units(string by)
    {
        var events = Enumerable.Range(0, 6).Select(i => i % 2 == 0 ? Trial.Event(i, "20", ",\"unit\":\"Cel\"") : Trial.Event(i, "86", ",\"unit\":\"[degF]\""));
        using var trial = new Trial(Rule("Cel", "detect: {type: metric, measure: avg(value), window: 6m}", 25, by), [.. events, Trial.Event(6, "25"), Trial.Event(30, "25")]);

        Assert.Equal(25, MeasureOf(trial), 1e-9);
    }

    [Fact]
    public void Rules_of_other_units_see_the_same_event_each_in_its_own()
    {
        using var celsius = new Trial(Rule("Cel", "detect: {type: threshold}", 10), Trial.Event(0, "50", ",\"unit\":\"[degF]\""));
        using var fahrenheit = new Trial(Rule("[degF]", "detect: {type: threshold}", 50), Trial.Event(0, "50", ",\"unit\":\"[degF]\""));

        Assert.Equal(10, MeasureOf(celsius));
        Assert.Equal(50, MeasureOf(fahrenheit));
    }

    [Fact]
    public void A_truth_is_no_number_of_a_unit()
    {
        using var trial = new Trial(Rule("Cel", "detect: {type: threshold}", 1), Trial.Event(0, "true", ",\"unit\":\"[degF]\""));

        Assert.Equal(1, MeasureOf(trial));
    }

    /// <summary>What the first alert of a trial measured.</summary>
    private static double MeasureOf(Trial trial)
    {
        var transitions = new List<AlertTransition>();
        Backtest.Run(new BacktestRequest { Rules = trial.Rules, Recording = trial.Recording }, transitions.Add, default);
        return transitions[0].Measurement.Measure;
    }

    private static string Rule(string unit, string detect, double threshold, string by = "source") => $$"""
        id: converted
        title: Converted
        on: sensor.gas
        by: {{by}}
        {{detect}}
        unit: "{{unit}}"
        grades: {yellow: ">= {{Text(threshold - 1e-6)}}"}
        """;

    private static string Text(double number) => number.ToString("0.##########", CultureInfo.InvariantCulture);
}
