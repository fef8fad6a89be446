using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Explaining;

/// <summary>The sentence for a measure that does not reach its lowest grade, and the line of that grade.</summary>
public sealed class ExplainSentenceTests
{
    [Theory]
    [InlineData("> 0", "0", "0 is exactly the bound, and orange > 0 asks for more", "no, it is exactly the bound")]
    [InlineData("< 5", "5", "5 is exactly the bound, and orange < 5 asks for less", "no, it is exactly the bound")]
    [InlineData("!= 3", "3", "3 is the one value that orange != 3 excludes", "no, it is exactly the bound")]
    [InlineData("> 0", "-2.5", "-2.5 is below orange > 0 by 2.5", "no, 2.5 too low")]
    [InlineData("< 5", "7", "7 is above orange < 5 by 2", "no, 2 too high")]
    [InlineData("== 4", "3", "3 is below orange == 4 by 1", "no, 1 too low")]
    [InlineData(">= 10", "9.9999999", "9.9999999 is below orange >= 10 by 1E-07", "no, 1E-07 too low")]
    public void A_measure_that_reaches_no_grade_is_told_by_its_distance_or_that_it_stands_at_the_bound(string condition, string value, string sentence, string line)
    {
        using var folder = new TemporaryFolder();
        var rule = folder.Write("odd.yaml", $$"""
            id: odd
            title: Odd
            on: sensor.gas
            by: source
            owner: desk
            detect: {type: threshold}
            grades: {orange: "{{condition}}"}
            """);
        var events = folder.Write("e.jsonl", $$"""{"id":"e1","kind":"sensor.gas","source":"s","site":"a/b","time":"2026-01-01T00:00:00Z","value":{{value}}}""" + "\n");
        var loaded = RuleLoader.Load(rule).Rules;
        var explanation = Explainer.Explain(new ExplainRequest { Rules = loaded, Recording = new Recording([events]), Event = "e1" }, default);

        Assert.Equal(sentence, Reasons.Of(Assert.Single(explanation.Rules)));
        Assert.Contains($"  orange   {condition}: {line}\n", ExplanationText.Render(explanation), StringComparison.Ordinal);
    }
}
