using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Workbench.Backtesting;

namespace RiskEngine.Workbench.Tests.Backtesting;

public sealed class LabelScoreTests
{
    private static readonly Rule Rule = GoldenBacktest.Rules("rules").Single(rule => rule.Id == "gas-high");
    private static readonly RecordedSpan Day = new(Minute(0), Minute(24 * 60));

    [Fact]
    public void An_alert_that_begins_at_either_end_of_the_window_detects()
    {
        var incident = new Incident("a", null, Minute(100), Minute(200));
        var window = MatchWindow.Default with { Before = TimeSpan.FromMinutes(10), After = TimeSpan.FromMinutes(20) };

        Assert.Equal(TimeSpan.FromMinutes(-10), Delay(incident, window, 90, 95));
        Assert.Equal(TimeSpan.FromMinutes(120), Delay(incident, window, 220, 225));
        Assert.Null(Delay(incident, window, 89, 89));
        Assert.Null(Delay(incident, window, 221, 230));
    }

    [Fact]
    public void Matched_from_its_end_an_incident_counts_delays_from_there()
    {
        var incident = new Incident("game", null, Minute(100), Minute(200));
        var window = new MatchWindow(MatchFrom.End, TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120));

        Assert.Null(Delay(incident, window, 139, 140));
        Assert.Equal(TimeSpan.FromMinutes(-60), Delay(incident, window, 140, 150));
        Assert.Equal(TimeSpan.FromMinutes(30), Delay(incident, window, 230, 240));
    }

    [Fact]
    public void An_alert_that_never_ends_detects_nothing_and_is_carried_over_not_false()
    {
        var score = Score([new Incident("a", null, Minute(100), Minute(200))], Alert("gm-1", "north", 10, null));

        Assert.Equal((0, 1, 0), (score.All.Detected, score.All.CarriedOver, score.All.FalseAlarms));
        Assert.NotNull(score.Incidents[0].Standing);
    }

    [Fact]
    public void An_incident_outside_the_recording_counts_nowhere()
    {
        var score = Score([new Incident("a", null, Minute(-200), Minute(-100))], Alert("gm-1", "north", 10, 20));

        Assert.Equal((0, 0, 1), (score.All.Incidents, score.All.Detected, score.All.FalseAlarms));
        Assert.Equal(1.0, score.All.FalseAlarmsPerDay);
    }

    [Theory]
    [InlineData("north/b1", true)]
    [InlineData("north", true)]
    [InlineData("north/b1/f2", true)]
    [InlineData("nor", false)]
    [InlineData("north/b12", false)]
    [InlineData("gm-1", true)]
    [InlineData("gm-2", false)]
    public void An_area_is_a_key_or_a_path_above_or_below_by_whole_segments(string area, bool concerns)
    {
        var score = Score([new Incident("a", area, Minute(0), Minute(20))], Alert("gm-1", "north/b1", 10, 20));

        Assert.Equal(concerns ? 1 : 0, score.All.Detected);
    }

    [Fact]
    public void The_median_of_an_even_number_lies_between_the_middle_two()
    {
        var score = Score(
            [new Incident("a", null, Minute(100), Minute(150)), new Incident("b", null, Minute(200), Minute(250))],
            Alert("gm-1", "north", 104, 105), Alert("gm-1", "north", 210, 220));

        Assert.Equal(TimeSpan.FromMinutes(7), score.All.MedianDelay);
    }

    private static TimeSpan? Delay(Incident incident, MatchWindow window, int from, int to) =>
        LabelScore.Of([incident], window, History(Alert("gm-1", "north", from, to)), Day).Incidents[0].Delay;

    private static LabelScore Score(IReadOnlyList<Incident> incidents, params AlertTransition[][] alerts) =>
        LabelScore.Of(incidents, MatchWindow.Default, History(alerts), Day);

    private static AlertHistory History(params AlertTransition[][] alerts)
    {
        var history = new AlertHistory([Rule]);
        foreach (var transition in alerts.SelectMany(alert => alert)) history.Add(transition);
        return history;
    }

    private static AlertTransition[] Alert(string key, string site, int from, int? to)
    {
        var first = new AlertTransition
        {
            Fingerprint = $"{key}-{from}", Number = 1, Rule = Rule, Task = new TaskId("t", 0), State = AlertState.Firing, Grade = Grade.Yellow,
            PreviousGrade = Grade.None, Reason = TransitionReason.Condition, Key = key, Site = site, Onset = Minute(from), FirstEvidence = Minute(from),
            At = Minute(from), Measurement = new Measurement(12, 1, Minute(from), Minute(from)), Evidence = Evidence.At(0), FirstRecords = Evidence.At(0),
        };
        return to is { } end ? [first, first with { Number = 2, State = AlertState.Resolved, At = Minute(end) }] : [first];
    }

    private static EventTime Minute(int minute) => EventTime.FromUnixMilliseconds(1_760_000_000_000) + TimeSpan.FromMinutes(minute);
}
