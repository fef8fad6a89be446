using System.Text;
using System.Text.Json;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class PassedOverTests
{
    private const string Threshold = "detect: {type: threshold}";

    private static readonly string ByCredential =
        Rule("detect: {type: frequency, window: 20m}").Replace("by: source", "by: credential").Replace("sensor.gas", "access.denied");

    private static string Rule(string detect, string more = "") => $$"""
        id: gas
        title: Gas
        on: sensor.gas
        by: source
        {{detect}}
        grades: {yellow: ">= 10"}
        {{more}}
        """;

    private static IEnumerable<string> Events(string value, string more = "", int count = 30) => Enumerable.Range(0, count).Select(i => Trial.Event(i, value, more));

    [Theory]
    [InlineData("threshold", Threshold)]
    [InlineData("metric", "detect: {type: metric, measure: avg(value), window: 5m}")]
    [InlineData("hopping", "detect: {type: metric, measure: max(value), window: {size: 4m, every: 2m}}")]
    [InlineData("where", "where: value > 20.0\ndetect: {type: frequency, window: 20m}")]
    [InlineData("between", "where: value >= 20 && value < 30\ndetect: {type: frequency, window: 20m}")]
    [InlineData("percentage", "detect: {type: percentage, of: value > 20, window: 5m}")]
    [InlineData("arithmetic", "detect: {type: threshold, measure: value * 2.0}")]
    public void A_number_in_quotes_is_read_as_the_number(string _, string detect)
    {
        using var quoted = new Trial(Rule(detect), Events("\"25.0\""));
        using var plain = new Trial(Rule(detect), Events("25.0"));

        var (result, text) = quoted.Backtest();

        Assert.Equal(1, result.History.Rules.Single().Alerts);
        Assert.DoesNotContain("warning", text);
        Assert.Equal(plain.Backtest().Text, text);
    }

    [Theory]
    [InlineData("value in [\"25.0\"]", 1)]
    [InlineData("value in [\"25\"]", 0)]
    [InlineData("value.startsWith(\"25.\")", 1)]
    [InlineData("value == 25.0", 1)]
    [InlineData("double(value) > 20.0", 1)]
    [InlineData("size(value) == 4", 1)]
    public void A_number_in_quotes_stays_a_text_where_a_text_is_asked_for(string where, int alerts)
    {
        using var trial = new Trial(Rule($"where: '{where}'\ndetect: {{type: frequency, window: 20m}}"), Events("\"25.0\""));

        Assert.Equal(alerts, trial.Backtest().Result.History.Rules.Single().Alerts);
    }

    [Theory]
    [InlineData("\"unavailable\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"25,0\"")]
    [InlineData("\"007\"")]
    [InlineData("\" 25\"")]
    [InlineData("\"25 C\"")]
    [InlineData("\"\"")]
    public void A_text_that_is_no_number_is_counted_and_told(string value)
    {
        using var trial = new Trial(Rule(Threshold), [.. Events("1", count: 3), Trial.Event(4, value), Trial.Event(5, value)]);

        var (result, text) = trial.Backtest();

        Assert.Equal(new PassedOver("gas", "sensor.gas", PassedOverReason.TextValue, "value", 2), Assert.Single(result.PassedOver));
        Assert.Contains("warning: rule gas: 2 events of sensor.gas had a value that is text, and were passed over", text);
        Assert.Contains("the value is a text and no number", trial.Explain("5"));
    }

    [Theory]
    [InlineData("null", PassedOverReason.NoValue)]
    [InlineData("\"x\"", PassedOverReason.TextValue)]
    public void A_rule_that_reads_no_number_passes_nothing_over(string value, PassedOverReason told)
    {
        using var counts = new Trial(Rule("detect: {type: frequency, window: 20m}"), Events(value));
        using var measures = new Trial(Rule(Threshold), Events(value));

        Assert.Empty(counts.Backtest().Result.PassedOver);
        Assert.Equal(told, Assert.Single(measures.Backtest().Result.PassedOver).Reason);
    }

    [Theory]
    [InlineData("attributes.level", "attributes.level")]
    [InlineData("attributes.level * 2.0", "attributes.level")]
    [InlineData("value + attributes.level", "attributes.level")]
    public void A_measure_of_an_attribute_that_is_a_text_is_counted_and_told(string measure, string what)
    {
        using var trial = new Trial(Rule($"detect: {{type: threshold, measure: {measure}}}"), Events("1", ""","attributes":{"level":"25"}"""));

        var (result, text) = trial.Backtest();

        Assert.Equal(new PassedOver("gas", "sensor.gas", PassedOverReason.TextValue, what, 30), Assert.Single(result.PassedOver));
        Assert.Contains("warning: rule gas: 30 events of sensor.gas had an attributes.level that is text, and were passed over", text);
    }

    [Fact]
    public void A_measure_of_an_attribute_that_is_not_there_is_told()
    {
        using var trial = new Trial(Rule("detect: {type: metric, measure: avg(attributes.level), window: 5m}"), Events("1"));

        Assert.Contains("warning: rule gas: 30 events of sensor.gas had no number as attributes.level, and were passed over", trial.Backtest().Text);
    }

    [Fact]
    public void A_condition_that_meets_a_text_says_which_part_failed_and_why()
    {
        using var trial = new Trial(Rule("where: attributes.level > 20.0\ndetect: {type: frequency, window: 20m}"), Events("1", ""","attributes":{"level":"25"}"""));

        var text = trial.Backtest().Text;

        Assert.Contains("warning: rule gas: a condition could not be evaluated 30 times (first: attributes.level > 20.0: attributes.level is a text)", text);
        Assert.DoesNotContain("a missing attribute?", text);
    }

    [Theory]
    [InlineData("%LEL", "ppm")]
    [InlineData("Cel", "%RH")]
    [InlineData("mg/m3", "ppm")]
    [InlineData("m3/h", "m3")]
    [InlineData("dB(A)", "dB(C)")]
    public void An_event_of_another_unit_is_not_measured_but_told(string unit, string other)
    {
        var others = Enumerable.Range(3, 4).Select(i => Trial.Event(i, "1000", $",\"unit\":\"{other}\""));
        using var trial = new Trial(Rule(Threshold, $"unit: \"{unit}\""), [.. Events("1", $",\"unit\":\"{unit}\"", 3), .. others]);

        var (result, text) = trial.Backtest();

        Assert.Equal(0, result.History.Rules.Single().Alerts);
        Assert.Equal(new PassedOver("gas", "sensor.gas", PassedOverReason.OtherUnit, other, 4), Assert.Single(result.PassedOver));
        Assert.Contains($"warning: rule gas: 4 events of sensor.gas were not measured: the unit of the event is {other}, that of the rule {unit} (", text);
        Assert.Contains($"the unit of the event is {other}, that of the rule {unit}, so nothing was measured", trial.Explain("5"));
    }

    [Theory]
    [InlineData("Cel", "\u00b0C")]
    [InlineData("degC", "Cel")]
    [InlineData("{NTU}", "NTU")]
    [InlineData("ug/m3", "\u00b5g/m\u00b3")]
    [InlineData("% LEL", "%LEL")]
    [InlineData("m3/h", "")]
    public void Other_names_of_a_unit_and_no_unit_at_all_are_measured(string unit, string written)
    {
        using var trial = new Trial(Rule(Threshold, $"unit: \"{unit}\""), Events("25", $",\"unit\":\"{written}\""));

        var (result, text) = trial.Backtest();

        Assert.Equal(1, result.History.Rules.Single().Alerts);
        Assert.DoesNotContain("warning", text);
    }

    [Theory]
    [InlineData("a count", "detect: {type: frequency, window: 20m}", "1/h")]
    [InlineData("converted", "detect: {type: threshold, measure: value * 100.0}", "%")]
    [InlineData("converted over a window", "detect: {type: metric, measure: avg(value) * 3.6, window: 5m}", "km/h")]
    [InlineData("shifted over a window", "detect: {type: metric, measure: avg(value) - 2, window: 5m}", "K")]
    [InlineData("counted over a window", "detect: {type: metric, measure: count(), window: 20m}", "1")]
    [InlineData("percent", "detect: {type: change, as: percent, window: 5m}", "%")]
    [InlineData("rate", "detect: {type: change, as: rate, window: 5m}", "m3/s")]
    public void A_measure_that_is_something_else_takes_any_unit(string _, string detect, string unit)
    {
        using var trial = new Trial(Rule(detect, $"unit: \"{unit}\""), Events("25", ",\"unit\":\"m/s\""));

        Assert.Empty(trial.Backtest().Result.PassedOver);
    }

    [Theory]
    [InlineData("detect: {type: metric, measure: avg(value), window: 5m}")]
    [InlineData("detect: {type: metric, measure: avg(value), window: {size: 4m, every: 2m}}")]
    [InlineData("detect: {type: metric, measure: max(value) - min(value), window: 5m}")]
    [InlineData("detect: {type: metric, measure: \"quantile(value, 0.9)\", window: 5m}")]
    [InlineData("detect: {type: change, as: delta, window: 5m}")]
    public void Windows_hold_only_the_unit_of_the_rule(string detect)
    {
        var rising = Enumerable.Range(0, 30).Select(i => Trial.Event(i, i < 15 ? "1" : $"{i}000", i < 15 ? ",\"unit\":\"%LEL\"" : ",\"unit\":\"ppm\""));
        using var trial = new Trial(Rule(detect, "unit: \"%LEL\""), rising);

        var result = trial.Backtest().Result;

        Assert.Equal(0, result.History.Rules.Single().Alerts);
        Assert.Equal(15, Assert.Single(result.PassedOver).Count);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData("\"\u3000\"")]
    public void A_blank_key_is_none_and_a_rule_without_keys_is_told(string credential)
    {
        using var trial = new Trial(ByCredential, Denied("credential", credential));

        var (result, text) = trial.Backtest();

        Assert.Equal(0, result.History.Rules.Single().Alerts);
        Assert.Contains("warning: rule gas: none of the 30 events that it looked at has its key, credential (check 'by')", text);
        Assert.Contains("the event has no credential", trial.Explain("3"));
    }

    [Theory]
    [InlineData("Credential")]
    [InlineData("CREDENTIAL")]
    [InlineData("credential ")]
    public void A_key_that_differs_only_in_case_or_blanks_is_asked_for(string name)
    {
        using var trial = new Trial(ByCredential, Denied(name, "\"c-7\""));

        Assert.Contains($"they have '{name}': did you mean credential? Names are compared letter by letter", trial.Backtest().Text);
    }

    [Fact]
    public void A_rule_that_finds_its_key_sometimes_is_not_warned_about()
    {
        using var trial = new Trial(
            ByCredential, [.. Denied("credential", "null"), .. Denied("credential", "\"c-7\"", from: 30)]);

        var (result, text) = trial.Backtest();

        Assert.DoesNotContain("has its key", text);
        Assert.Equal(30, Assert.Single(result.PassedOver).Count);
    }

    [Fact]
    public void Figures_for_programs_have_the_same()
    {
        using var trial = new Trial(Rule(Threshold, "unit: \"%LEL\""), [.. Events("1000", ",\"unit\":\"ppm\"", 3), Trial.Event(4, "\"x\""), Trial.Event(5, "\"x\"")]);
        using var stream = new MemoryStream();
        FiguresJson.Write(stream, trial.Backtest().Result);
        using var figures = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));

        var told = figures.RootElement.GetProperty("rules")[0].GetProperty("passed_over").EnumerateArray();
        Assert.Equal(
            ["""{"reason":"other_unit","kind":"sensor.gas","unit":"ppm","events":3}""",
                """{"reason":"text_value","kind":"sensor.gas","what":"value","events":2}"""],
            told.Select(one => one.GetRawText().Replace("\n", "").Replace(" ", "")));
    }

    private static IEnumerable<string> Denied(string name, string json, int from = 0) => Enumerable.Range(from, 30).Select(i =>
        Trial.Event(i, "true", $",\"attributes\":{{\"{name}\":{json}}}").Replace("sensor.gas", "access.denied"));
}
