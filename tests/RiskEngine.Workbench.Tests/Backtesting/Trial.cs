using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Workbench.Tests.Backtesting;

/// <summary>A rule and a recording of a few lines, tried as the commands try them.</summary>
internal sealed class Trial : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Prepares the trial of one rule over JSON Lines.</summary>
    public Trial(string rule, params IEnumerable<string> lines)
    {
        var loaded = RuleLoader.Load(_folder.Write("rule.yaml", rule));
        Assert.True(loaded.Rules.Count == 1, string.Join('\n', loaded.Diagnostics));
        Rules = loaded.Rules;
        Recording = new Recording([_folder.Write("events.jsonl", string.Join('\n', lines))]);
    }

    public IReadOnlyList<Rule> Rules { get; }

    public Recording Recording { get; }

    /// <summary>The result, and what a terminal shows of it; the folder's name is left out.</summary>
    public (BacktestResult Result, string Text) Backtest()
    {
        var result = Workbench.Backtesting.Backtest.Run(new BacktestRequest { Rules = Rules, Recording = Recording }, null, default);
        return (result, FiguresText.Render(result).Replace(_folder.Root + Path.DirectorySeparatorChar, "", StringComparison.Ordinal));
    }

    /// <summary>What a terminal shows of one event.</summary>
    public string Explain(string id) => ExplanationText.Render(Explainer.Explain(new ExplainRequest { Rules = Rules, Recording = Recording, Event = id }, default));

    /// <summary>An event of a minute of 2026-11-21, from 10:00 on.</summary>
    /// <param name="minute">The minute, 0 to 59, which is also the id.</param>
    /// <param name="value">The value as JSON.</param>
    /// <param name="more">Further fields as JSON, with a comma before them.</param>
    public static string Event(int minute, string value, string more = "") =>
        $$"""{"id":"{{minute}}","kind":"sensor.gas","source":"gm-1","site":"north/b1","time":"2026-11-21T10:{{minute:00}}:00Z","value":{{value}}{{more}}}""";

    public void Dispose() => _folder.Dispose();
}
