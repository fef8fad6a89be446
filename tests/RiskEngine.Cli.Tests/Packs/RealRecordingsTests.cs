using RiskEngine.Rules;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;
using RiskEngine.Workbench.Migration;

namespace RiskEngine.Cli.Tests.Packs;

/// <summary>The figures that docs/recordings.md states.</summary>
public sealed class RealRecordingsTests
{
    [RecordingFact]
    public void Badge_rules_find_all_violations_at_their_minute() =>
        Assert.Equal((3, 3, 0), Score("access", "badge-log", "badge_log/badge_log.csv", "badge_log/violations.csv", TimeSpan.Zero, MatchWindow.Default));

    [RecordingFact]
    public void Ramp_rules_find_31_of_37_games() => Assert.Equal((31, 37, 2), Score(
        "flow", "dodgers", "dodgers/dodgers_counts.csv", "dodgers/dodgers_games.csv", TimeSpan.FromHours(-7),
        new MatchWindow(MatchFrom.End, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120))));

    // Models change with their versions; the figures of this one are in docs/models.md.
    [RecordingFact]
    public void Baseline_of_half_hours_finds_half_of_the_games_within_its_budget_of_false_alarms()
    {
        var (detected, games, falseAlarms) = Score(
            "flow/vehicles-unusual.yaml", "dodgers", "dodgers/dodgers_counts.csv", "dodgers/dodgers_games.csv", TimeSpan.FromHours(-7),
            new MatchWindow(MatchFrom.End, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120)), ShippedRules.Load("flow/vehicles-unusual.yaml").Rules);
        Assert.Equal(37, games);
        Assert.InRange(detected, 17, 37);
        Assert.InRange(falseAlarms, 0, 11); // one a week in 81 days
    }

    [RecordingFact]
    public void Water_rules_find_50_of_51_events() => Assert.Equal((50, 51, 4), Score(
        "water", "gecco2018", "gecco2018/gecco2018_train.csv.gz", "gecco2018/gecco2018_train_events.csv", TimeSpan.Zero,
        MatchWindow.Default with { After = TimeSpan.FromMinutes(10) }));

    private static (int Detected, int Incidents, int FalseAlarms) Score(
        string pack, string mapping, string recording, string labels, TimeSpan offset, MatchWindow window, IReadOnlyList<Core.Rules.Rule>? rules = null)
    {
        var request = new BacktestRequest
        {
            Rules = rules ?? RuleLoader.Load(Path.Combine(Repository.Root, "rules", "packs", pack)).Rules,
            Recording = new Recording([Path.Combine(RecordingFactAttribute.Folder, recording)])
            {
                Inputs = RecordedMapping.Load(Path.Combine(Repository.Root, "rules", "mappings", mapping + ".yaml")),
            },
            Incidents = LabelFile.Read(Path.Combine(RecordingFactAttribute.Folder, labels), new LabelTimes(null, offset)),
            Window = window,
        };
        var figures = Backtest.Run(request, null, default).Labels!.All;
        return (figures.Detected, figures.Incidents, figures.FalseAlarms);
    }
}
