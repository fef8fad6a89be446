using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Tests.Backtesting;

namespace RiskEngine.Workbench.Tests.Explaining;

public sealed class ExplainTests
{
    private static readonly ExplainRequest Request = new() { Rules = GoldenBacktest.Rules("rules"), Recording = GoldenBacktest.Recording };

    [Theory]
    [InlineData("gm-1-1930", "explain-pending")]
    [InlineData("gm-1-2100", "explain-firing")]
    [InlineData("gm-roof-605", "explain-where")]
    [InlineData("gm-1-6000", "explain-blip")]
    public void An_event_reads_as_the_golden_text(string id, string file) =>
        GoldenBacktest.Equal($"{file}.txt", ExplanationText.Render(Explainer.Explain(Request with { Event = id }, default)));

    [Fact]
    public void An_alert_reads_as_the_golden_text() =>
        GoldenBacktest.Equal("explain-alert.txt", ExplanationText.Render(Explainer.Explain(Request with { Alert = FirstAlert.Fingerprint }, default)));

    [Fact]
    public void A_key_reads_as_the_golden_text()
    {
        var at = EventTime.From(new DateTimeOffset(2026, 11, 1, 1, 24, 30, TimeSpan.Zero));
        GoldenBacktest.Equal("explain-key.txt", ExplanationText.Render(Explainer.Explain(Request with { Key = "gm-1", RuleId = "gas-high", At = at }, default)));
    }

    [Fact]
    public void The_form_for_programs_is_the_golden_json()
    {
        using var stream = new MemoryStream();
        ExplanationJson.Write(stream, Explainer.Explain(Request with { Event = "gm-1-1930" }, default));
        GoldenBacktest.Equal("explain-pending.json", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void An_event_may_be_named_by_its_number()
    {
        var byNumber = Explainer.Explain(Request with { Event = "3" }, default);

        Assert.Equal(3, byNumber.Offset);
    }

    [Fact]
    public void The_measure_of_an_alert_is_that_of_its_transition()
    {
        var focus = Explainer.Explain(Request with { Alert = FirstAlert.Id }, default).Focus;

        Assert.Equal(FirstAlert.Measurement, focus?.Measured?.Measurement);
    }

    [Theory]
    [InlineData("nothing-1", null, null, null, "no event 'nothing-1'")]
    [InlineData(null, "beef", null, null, "no alert 'beef'")]
    [InlineData(null, null, "gm-9", "gas-high", "no event with the key 'gm-9'")]
    [InlineData(null, null, "gm-1", "gas-low", "no rule 'gas-low'; there are door-open, gas-high, gas-mean")]
    public void What_is_not_there_is_told(string? id, string? alert, string? key, string? rule, string message)
    {
        var fault = Assert.Throws<InputException>(() => Explainer.Explain(Request with { Event = id, Alert = alert, Key = key, RuleId = rule }, default));

        Assert.Contains(message, fault.Message);
    }

    private static AlertTransition FirstAlert
    {
        get
        {
            var transitions = new List<AlertTransition>();
            Backtest.Run(new BacktestRequest { Rules = Request.Rules, Recording = Request.Recording }, transitions.Add, default);
            return transitions.First(transition => transition.Rule.Id == "gas-high");
        }
    }
}
