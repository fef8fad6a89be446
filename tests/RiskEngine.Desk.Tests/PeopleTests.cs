using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Tests;

public sealed class PeopleTests
{
    private static readonly EscalationPolicy Steps = new(
        Grade.Orange, [new EscalationStep(TimeSpan.FromMinutes(5), "leader", null), new EscalationStep(TimeSpan.FromMinutes(15), "head", "pager")]);

    [Fact]
    public void What_nobody_acknowledges_is_told_to_the_next()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Escalation = Steps });
        desk.Fire("gas-rising", "gas-1", Grade.Yellow, at: 0).Tick(30).Fire("gas-rising", "gas-1", Grade.Orange, at: 31).Tick(36);
        Assert.Equal(["huaxi/c1 yellow opened", "huaxi/c1 orange grade rose", "huaxi/c1 orange escalated"], desk.Told);
        var escalation = desk.Incident.GetProperty("escalation");
        Assert.Equal(1, escalation.GetProperty("step").GetInt32());
        Assert.Equal("leader", escalation.GetProperty("to").GetString());
        Assert.StartsWith("Nobody has acknowledged for 5 min, leader is asked: gas-rising at gas-1", desk.Incident.GetProperty("message").GetString());

        desk.Tick(46).Tick(100);
        Assert.Equal(4, desk.Told.Count);
        Assert.Equal("pager", desk.Incident.GetProperty("escalation").GetProperty("sink").GetString());
    }

    [Fact]
    public void Acknowledgement_ends_the_escalation_until_it_gets_worse()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Escalation = Steps });
        desk.Fire("gas-rising", "gas-1", Grade.Orange, at: 0).Tick(1);
        Assert.Null(desk.Ask(RequestKind.Acknowledge, incident: Id(desk)));
        Assert.Equal("ann", desk.Incident.GetProperty("acknowledged").GetProperty("by").GetString());
        desk.Tick(60);
        Assert.Single(desk.Told);

        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 61).Tick(66);
        Assert.Equal(["huaxi/c1 orange opened", "huaxi/c1 red grade rose", "huaxi/c1 red escalated"], desk.Told);
    }

    [Fact]
    public void An_incident_is_assigned_and_commented_on()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Orange, at: 0);
        Assert.Null(desk.Ask(RequestKind.Assign, incident: Id(desk), to: "ben"));
        Assert.Equal("ben", desk.Incident.GetProperty("assigned").GetString());
        Assert.Equal("it does not say to whom", desk.Ask(RequestKind.Assign, incident: Id(desk)));
        Assert.Null(desk.Ask(RequestKind.Comment, incident: Id(desk), why: "on the way"));
        Assert.Equal("it says nothing", desk.Ask(RequestKind.Comment, incident: Id(desk), why: ""));
        Assert.Equal("there is no such incident here, or no longer", desk.Ask(RequestKind.Comment, incident: "nothing"));
        Assert.Equal("single alerts are shelved, not incidents", desk.Ask(RequestKind.Shelve, incident: Id(desk), until: 5));
        Assert.Equal(6, desk.Audits.Count());
    }

    [Fact]
    public void A_request_that_comes_again_is_not_done_again()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Orange, at: 0);
        desk.Ask(RequestKind.Assign, incident: Id(desk), to: "ben", id: "x");
        desk.Ask(RequestKind.Assign, incident: Id(desk), to: "eve", id: "x");

        Assert.Equal("ben", desk.Incident.GetProperty("assigned").GetString());
        Assert.Single(desk.Audits);
    }

    [Fact]
    public void An_incident_that_is_closed_as_false_is_over_and_what_is_open_is_told_again_only_when_it_rises()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Yellow, at: 0);
        Assert.Null(desk.Ask(RequestKind.CloseFalse, incident: Id(desk)));
        Assert.Equal("false", desk.Incident.GetProperty("verdict").GetString());
        Assert.Equal("resolved", desk.Incident.GetProperty("state").GetString());
        Assert.Equal("gas-rising", desk.Audits.Single().GetProperty("rules")[0].GetString());

        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 1).Fire("gas-rising", "gas-1", Grade.Yellow, at: 2);
        Assert.Equal(2, desk.Told.Count);
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 3);
        Assert.Equal("huaxi/c1 red opened", desk.Told[^1]);
    }

    [Fact]
    public void What_is_light_and_beyond_the_budget_waits_for_the_digest_of_the_shift()
    {
        var budget = new BudgetPolicy(2, 2, [new DailyTime(new TimeOnly(6, 0), TimeZoneInfo.Utc), new DailyTime(new TimeOnly(14, 0), TimeZoneInfo.Utc)]);
        using var desk = new DeskTrial(DeskTrial.Policy() with { Budget = budget });
        desk.Fire("a-x", "1", Grade.Blue, at: 0).Fire("b-x", "2", Grade.Yellow, at: 1).Fire("c-x", "3", Grade.Yellow, at: 2).Fire("d-x", "4", Grade.Orange, at: 3)
            .Fire("e-x", "5", Grade.Blue, at: 4);
        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 yellow opened", "huaxi/c1 orange opened"], desk.Told);
        Assert.Equal(2, desk.Desk.Ledger.Budgeted);

        desk.Tick(120);
        Assert.Equal("huaxi/c1 yellow digest", desk.Told[^1]);
        Assert.Equal("2 incidents in huaxi/c1 beyond the budget of the shift, none above yellow: 2 notifications were kept back", desk.Incident.GetProperty("message").GetString());
        desk.Fire("f-x", "6", Grade.Blue, at: 121);
        Assert.Equal("huaxi/c1 blue opened", desk.Told[^1]);
    }

    [Fact]
    public void What_waited_for_the_digest_is_told_at_once_when_it_gets_grave()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Budget = new BudgetPolicy(2, 1, [new DailyTime(TimeOnly.MinValue, TimeZoneInfo.Utc)]) });
        desk.Fire("a-x", "1", Grade.Blue, at: 0).Fire("b-x", "2", Grade.Yellow, at: 1).Fire("b-x", "2", Grade.Red, at: 2);

        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 red opened"], desk.Told);
    }

    [Fact]
    public void The_states_of_an_alarm_are_those_of_ISA_18_2()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Yellow, at: 0);
        Assert.Equal(AlarmState.Unacknowledged, State(desk));
        desk.Ask(RequestKind.Acknowledge, alert: desk.IdOf("gas-rising", "gas-1"));
        Assert.Equal(AlarmState.Acknowledged, State(desk));
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 1);
        Assert.Equal(AlarmState.Unacknowledged, State(desk));
        var id = desk.IdOf("gas-rising", "gas-1");
        desk.End("gas-rising", "gas-1", at: 2);
        Assert.Equal(AlarmState.ReturnedUnacknowledged, desk.Desk.Books.Alerts.Find(id)?.Alarm);
        desk.Ask(RequestKind.Acknowledge, incident: Id(desk));
        Assert.Equal(AlarmState.Normal, desk.Desk.Books.Alerts.Find(id)?.Alarm);

        static AlarmState? State(DeskTrial desk) => desk.Desk.Books.Alerts.Find(desk.IdOf("gas-rising", "gas-1"))?.Alarm;
    }

    [Fact]
    public void Families_that_agree_make_an_incident_surer_and_contradiction_less_sure()
    {
        var policy = DeskTrial.Policy() with
        {
            Corroborations =
            [
                new CorroborationPolicy("gas", 4, TimeSpan.FromMinutes(10))
                {
                    With = new AlertMatcher { Rules = ["door-*", "report-*"] }, Against = new AlertMatcher { Rules = ["gauge-*"] }, Families = 3, RaiseTo = Grade.Orange,
                },
            ],
        };
        using var desk = new DeskTrial(policy);
        desk.Fire("gas-rising", "gas-1", Grade.Yellow, at: 0, certainty: Certainty.Possible);
        Assert.Equal("possible", desk.Incident.GetProperty("certainty").GetString());
        desk.Fire("door-forced", "d-1", Grade.Blue, at: 1, families: "access").Tick(2.5);
        Assert.Equal("likely", Last(desk, "gas").GetProperty("certainty").GetString());
        desk.Fire("door-forced", "d-9", Grade.Blue, "huaxi/c1/g1/b9", at: 3, families: "flow").Tick(4.5);
        Assert.Equal("likely", Last(desk, "gas").GetProperty("certainty").GetString());
        desk.Fire("report-smell", "r-1", Grade.Blue, at: 5, families: "report");
        Assert.Equal("observed", Last(desk, "gas").GetProperty("certainty").GetString());
        Assert.Equal("huaxi/c1 orange grade rose", desk.Told[^1]);
        Assert.Equal(
            ["access 0.333", "report 0.333", "sensor 0.333"],
            Last(desk, "gas").GetProperty("shares").EnumerateArray().Select(share => $"{share.GetProperty("family").GetString()} {share.GetProperty("share").GetDouble()}"));

        desk.Fire("gauge-stuck", "gas-1", Grade.Blue, at: 6).Tick(8);
        Assert.Equal("likely", Last(desk, "gas").GetProperty("certainty").GetString());
        Assert.Equal("sensor", Last(desk, "gas").GetProperty("contradicted_by")[0].GetString());
        Assert.Equal("yellow", Last(desk, "gas").GetProperty("grade").GetString());
    }

    private static System.Text.Json.JsonElement Last(DeskTrial desk, string cause) => desk.Incidents.Last(incident => incident.GetProperty("cause").GetString() == cause);

    private static string? Id(DeskTrial desk) => desk.Incident.GetProperty("id").GetString();
}
