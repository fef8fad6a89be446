using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Tests.Backtesting;

/// <summary>The small recording in tests/golden/backtest, and the texts beside it. RISKENGINE_REWRITE_GOLDEN=1 writes them anew; the review reads the diff.</summary>
internal static class GoldenBacktest
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "golden", "backtest");

    public static Recording Recording { get; } = new([Path.Combine(Folder, "events.jsonl")]);

    public static IReadOnlyList<Incident> Labels { get; } = LabelFile.Read(Path.Combine(Folder, "labels.csv"), LabelTimes.Default);

    public static IReadOnlyList<Rule> Rules(string set) => RuleLoader.Load(Path.Combine(Folder, set)).Rules;

    public static BacktestResult Run(bool withSeries = false) => Backtest.Run(
        new BacktestRequest
        {
            Rules = Rules("rules"),
            Changed = Rules("changed"),
            Recording = Recording,
            Incidents = Labels,
            Window = MatchWindow.Default with { After = TimeSpan.FromMinutes(1) },
            WithSeries = withSeries,
        },
        null,
        default);

    public static void Equal(string file, string text)
    {
        var path = Path.Combine(Folder, file);
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") File.WriteAllText(path, text);
        Assert.Equal(File.ReadAllText(path), text);
    }
}
