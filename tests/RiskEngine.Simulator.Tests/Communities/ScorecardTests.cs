using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Tests.Communities;

public sealed class ScorecardTests
{
    private static readonly EventTime Noon = EventTime.From(new DateTimeOffset(2025, 11, 17, 12, 0, 0, TimeSpan.Zero));

    private static readonly PlantedIncident Leak = new()
    {
        Id = "gas-leak-1",
        Title = "gas",
        Kind = IncidentKind.GasLeak,
        Site = "huaxi/c11/g01/b1",
        Sources = ["gas-1", "gas-2"],
        Start = Noon,
        Worst = Noon + TimeSpan.FromMinutes(10),
        End = Noon + TimeSpan.FromMinutes(20),
        ExpectedRule = "gas-rising-indoor",
        RelatedRules = ["gas-meter"],
        LowestGrade = "orange",
    };

    [Fact]
    public void Expected_rule_at_the_lowest_grade_detects()
    {
        var card = Scorecard.Compare([Leak], [Alert("yellow", 3), Alert("orange", 6)]);

        var outcome = Assert.Single(card.Outcomes);
        Assert.True(outcome.IsDetected);
        Assert.Equal("orange", outcome.HighestGrade);
        Assert.Equal(TimeSpan.FromMinutes(3), outcome.Delay);
        Assert.Equal(TimeSpan.FromMinutes(7), outcome.Lead);
        Assert.Equal(0, card.Missed);
    }

    [Fact]
    public void Too_low_a_grade_is_a_miss()
    {
        var card = Scorecard.Compare([Leak], [Alert("yellow", 3)]);

        Assert.Equal(1, card.Missed);
        Assert.Equal(1, card.Missed);
        Assert.Empty(card.FalseAlarms);
    }

    [Fact]
    public void No_alert_is_a_miss() => Assert.Equal(1, Scorecard.Compare([Leak], []).Missed);

    [Fact]
    public void A_related_rule_neither_detects_nor_counts_as_false()
    {
        var card = Scorecard.Compare([Leak], [Alert("red", 3) with { Rule = "gas-meter" }]);

        Assert.Equal(1, card.Missed);
        Assert.Empty(card.FalseAlarms);
    }

    [Theory]
    [InlineData("another source", "gas-rising-indoor", "gas-9", 5)]
    [InlineData("another rule", "smoke-rising", "gas-1", 5)]
    [InlineData("before the start", "gas-rising-indoor", "gas-1", -1)]
    [InlineData("long after the end", "gas-rising-indoor", "gas-1", 60)]
    public void An_alert_that_no_incident_explains_is_false(string why, string rule, string source, int minute)
    {
        var card = Scorecard.Compare([Leak], [Alert("orange", 5), Alert("red", minute) with { AlertId = why, Rule = rule, Source = source }]);

        Assert.Equal(why, Assert.Single(card.FalseAlarms).AlertId);
        Assert.Equal(0, card.Missed);
    }

    [Fact]
    public void One_false_alert_with_many_transitions_counts_once()
    {
        var stray = Alert("blue", 5) with { AlertId = "stray", Source = "gas-9" };

        var card = Scorecard.Compare([Leak], [stray, stray with { Grade = "red", At = stray.At + TimeSpan.FromMinutes(1) }, stray]);

        Assert.Equal("blue", Assert.Single(card.FalseAlarms).Grade);
    }

    [Theory]
    [InlineData("huaxi/c11/g01/b1", 0)]
    [InlineData("huaxi/c11", 0)]
    [InlineData("huaxi/c1", 1)]
    [InlineData("huaxi/c11/g01/b2", 1)]
    public void An_alert_about_a_place_fits_when_the_incident_lies_in_it(string area, int falseAlarms)
    {
        var card = Scorecard.Compare([Leak], [Alert("red", 5) with { Area = area, Source = null }]);

        Assert.Equal(falseAlarms, card.FalseAlarms.Count);
    }

    [Fact]
    public void Lines_say_what_happened()
    {
        var lines = Scorecard.Compare([Leak], [Alert("orange", 12), Alert("blue", 5) with { AlertId = "stray", Source = "gas-9" }]).ToLines().ToList();

        Assert.Contains(lines, line => line.Contains("gas-leak-1") && line.Contains("detected") && line.Contains("12:00") && line.Contains("-2:00"));
        Assert.Equal("planted 1, detected 1, missed 0, false alarms 1", lines[^1]);
    }

    private static ObservedAlert Alert(string grade, int minute) =>
        new("a1", "gas-rising-indoor", "huaxi/c11/g01/b1", "gas-1", grade, Noon + TimeSpan.FromMinutes(minute));
}
