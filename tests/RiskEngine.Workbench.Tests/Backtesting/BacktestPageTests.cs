namespace RiskEngine.Workbench.Tests.Backtesting;

/// <summary>What docs/backtest.md shows is what the commands print on the golden recording.</summary>
public sealed class BacktestPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "backtest.md"));

    [Theory]
    [InlineData("figures.txt")]
    [InlineData("comparison.txt")]
    public void Example_is_the_golden_text(string file) => Assert.Contains($"```text\n{Golden(file).Trim('\n')}\n```", Page, StringComparison.Ordinal);

    [Fact]
    public void Explanation_is_that_of_one_rule_in_the_golden_text()
    {
        var explanation = Golden("explain-pending.txt").Split("\n\n").Single(part => part.StartsWith("gas-high", StringComparison.Ordinal));
        Assert.Contains($"```text\n{explanation[..explanation.LastIndexOf("\n  alert", StringComparison.Ordinal)]}\n```", Page, StringComparison.Ordinal);
    }

    private static string Golden(string file) => File.ReadAllText(Path.Combine(GoldenBacktest.Folder, file));
}
