using System.Text;
using System.Text.Json;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class BacktestReportTests
{
    private static readonly BacktestResult Result = GoldenBacktest.Run(withSeries: true);

    [Fact]
    public void Figures_read_as_the_golden_text() => GoldenBacktest.Equal("figures.txt", FiguresText.Render(Result));

    [Fact]
    public void Incidents_read_as_the_golden_text() => GoldenBacktest.Equal("labels.txt", LabelText.Render(Result.Labels!));

    [Fact]
    public void Changes_read_as_the_golden_text() => GoldenBacktest.Equal("comparison.txt", ComparisonText.Render(Result.Comparison!));

    [Fact]
    public void Figures_for_programs_are_the_golden_json()
    {
        using var stream = new MemoryStream();
        FiguresJson.Write(stream, Result);
        GoldenBacktest.Equal("figures.json", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_rule_set_compared_with_itself_changes_nothing()
    {
        var comparison = RuleSetComparison.Of(Result.History, GoldenBacktest.Run().History);

        Assert.All(comparison.Rules, rule => Assert.False(rule.HasChanged));
    }

    [Fact]
    public void The_page_is_the_same_each_time_and_asks_for_nothing_from_outside()
    {
        var page = Page(Result);

        Assert.Equal(page, Page(GoldenBacktest.Run(withSeries: true)));
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Replace("http-equiv", "", StringComparison.Ordinal));
        Assert.DoesNotContain(" src=", page);
        Assert.DoesNotContain("/*", page.Split("id=\"data\"")[1].Split("</script>")[0]);
    }

    [Fact]
    public void The_page_holds_measures_thresholds_alerts_and_labels_of_each_rule_that_measured()
    {
        var page = Page(Result);
        var start = page.IndexOf("id=\"data\">", StringComparison.Ordinal) + 10;
        using var data = JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]);

        var rules = data.RootElement.GetProperty("rules");
        Assert.Equal(["gas-high", "gas-mean"], rules.EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).Order());
        var high = rules.EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "gas-high");
        var key = high.GetProperty("keys")[0];
        Assert.Equal("gm-1", key.GetProperty("key").GetString());
        Assert.Equal([10.0, 20.0, 5.0], high.GetProperty("thresholds").EnumerateArray().Select(level => level.GetProperty("value").GetDouble()));
        Assert.Equal(22, key.GetProperty("points").EnumerateArray().Chunk(3).Max(point => point[2].GetDouble()), 0.5);
        Assert.NotEmpty(key.GetProperty("alerts").EnumerateArray());
        Assert.Equal(4, data.RootElement.GetProperty("incidents").GetArrayLength());
        Assert.Equal("door-open", data.RootElement.GetProperty("unseen")[0].GetString());
    }

    private static string Page(BacktestResult result)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(stream, result, MatchWindow.Default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
