using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Explaining;

/// <summary>An explanation of a rule that compares says what it compared, and explains keys of two as rules name them.</summary>
public sealed class ExplainComparedTests
{
    [Fact]
    public void Values_of_a_ratio_by_two_keys_are_told()
    {
        using var folder = new TemporaryFolder();
        var rule = folder.Write("failed.yaml", """
            id: failed
            title: Attempts fail
            by: [source, attributes.channel]
            owner: desk
            detect:
              type: ratio
              of: {on: sensor.modem, where: value > 0.0}
              to: {on: sensor.modem}
              window: {size: 10m, every: 10m}
            grades: {orange: ">= 0.3"}
            """);
        var lines = Enumerable.Range(0, 12).Select(i =>
            $$$"""{"kind":"sensor.modem","source":"gw","site":"a/b","time":"2026-01-01T00:{{{i:00}}}:00Z","value":{{{i % 2}}},"attributes":{"channel":{{{i % 2}}}}}""");
        var events = folder.Write("e.jsonl", string.Join('\n', lines) + "\n");
        var explanation = Explainer.Explain(
            new ExplainRequest { Rules = RuleLoader.Load(rule).Rules, Recording = new Recording([events]), RuleId = "failed", Key = "gw | 1" }, default);

        var text = ExplanationText.Render(explanation);
        Assert.Contains("failed [gw | 1]: firing with orange", text, StringComparison.Ordinal);
        Assert.Contains("  compares count() of sensor.modem where value > 0.0 = 5\n  compares count() of sensor.modem = 5\n", text, StringComparison.Ordinal);
    }
}
