using System.Text.Json;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Rules;

namespace RiskEngine.Desk.Tests;

public sealed class IncidentTests
{
    [Fact]
    public void Alerts_of_one_area_and_cause_are_one_incident_and_people_are_told_when_it_gets_worse()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).Fire("gas-rising", "gas-2", Grade.Blue, at: 1).Fire("gas-co", "co-1", Grade.Orange, at: 2)
            .Fire("gas-rising", "gas-1", Grade.Yellow, at: 3);

        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 orange grade rose"], desk.Told);
        Assert.Equal(["folded", "folded"], desk.Suppressed);
        Assert.Equal(1, desk.Desk.OpenIncidents);
    }

    [Fact]
    public void An_incident_has_the_contract_of_its_topic()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).Fire("gas-rising", "gas-2", Grade.Orange, "huaxi/c1/g2/b7", at: 1, certainty: Certainty.Observed);

        var incident = desk.Incident;
        Assert.Equal(24, incident.GetProperty("id").GetString()?.Length);
        Assert.Equal(2, incident.GetProperty("number").GetInt32());
        Assert.Equal(
            ["id", "number", "state", "direction", "grade", "previous_grade", "certainty", "area", "cause", "title", "message", "opened", "at", "first", "worst", "open", "total",
             "members", "notify", "notify_because", "shares", "categories"],
            incident.EnumerateObject().Select(field => field.Name));
        Assert.Equal("rise", incident.GetProperty("direction").GetString());
        Assert.Equal("blue", incident.GetProperty("previous_grade").GetString());
        Assert.Equal("observed", incident.GetProperty("certainty").GetString());
        Assert.Equal("gas-1", incident.GetProperty("first").GetProperty("key").GetString());
        Assert.Equal("huaxi/c1/g2/b7", incident.GetProperty("worst").GetProperty("site").GetString());
        Assert.Equal("2 alerts in huaxi/c1, 2 open; worst orange: gas-rising at gas-2", incident.GetProperty("message").GetString());
        Assert.Equal(["firing", "firing"], incident.GetProperty("members").EnumerateArray().Select(member => member.GetProperty("state").GetString()));
        Assert.Equal("2026-11-21T12:01:00.000Z", incident.GetProperty("at").GetString());
    }

    [Fact]
    public void Other_areas_and_other_causes_are_incidents_of_their_own()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, "huaxi/c1/g1/b1").Fire("gas-rising", "gas-2", Grade.Blue, "huaxi/c2/g1/b1").Fire("smoke-rising", "smoke-1", Grade.Blue);

        Assert.Equal(3, desk.Desk.OpenIncidents);
    }

    [Fact]
    public void A_resolved_incident_takes_nothing_more_in()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).End("gas-rising", "gas-1", at: 1).Tick(6);
        Assert.Equal("resolved", desk.Incident.GetProperty("state").GetString());
        Assert.Equal("Over after 1 min: Title of gas-rising, huaxi/c1", desk.Incident.GetProperty("message").GetString());

        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 7);

        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 blue resolved", "huaxi/c1 blue opened"], desk.Told);
        Assert.Equal(2, desk.Incidents.Select(incident => incident.GetProperty("id").GetString()).Distinct().Count());
    }

    [Fact]
    public void An_alert_that_comes_while_an_incident_lingers_goes_on_with_it()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).End("gas-rising", "gas-1", at: 1).Fire("gas-rising", "gas-2", Grade.Blue, at: 5).Tick(20);

        Assert.Equal(["huaxi/c1 blue opened"], desk.Told);
        Assert.Equal(2, desk.Incident.GetProperty("total").GetInt32());
    }

    [Fact]
    public void An_alert_long_after_the_last_one_is_another_incident()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).Fire("gas-rising", "gas-2", Grade.Blue, at: 30).Fire("gas-rising", "gas-3", Grade.Blue, at: 61);

        Assert.Equal(2, desk.Desk.OpenIncidents);
    }

    [Fact]
    public void A_grade_that_was_left_for_long_is_told_again_and_one_left_for_a_moment_is_not()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 0).Fire("gas-rising", "gas-1", Grade.Blue, at: 1).Fire("gas-rising", "gas-1", Grade.Red, at: 3);
        Assert.Equal(["huaxi/c1 red opened"], desk.Told);

        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 4).Fire("gas-rising", "gas-1", Grade.Red, at: 10);
        Assert.Equal(["huaxi/c1 red opened", "huaxi/c1 red grade rose"], desk.Told);
    }

    [Fact]
    public void Light_alerts_wait_for_more_and_grave_ones_do_not()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { Incidents = DeskTrial.Policy().Incidents with { Wait = TimeSpan.FromMinutes(1) } });
        desk.Fire("gas-rising", "gas-1", Grade.Blue, at: 0).Fire("gas-rising", "gas-1", Grade.Yellow, at: 0.5);
        Assert.Empty(desk.Told);
        desk.Tick(1);
        Assert.Equal(["huaxi/c1 yellow opened"], desk.Told);
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 2).Tick(4);
        Assert.Equal(["huaxi/c1 yellow opened", "huaxi/c1 red grade rose"], desk.Told);
    }

    [Fact]
    public void A_storm_is_one_incident_that_tells_how_it_grows()
    {
        using var desk = new DeskTrial();
        for (var i = 0; i < 5000; i++) desk.Fire("water-pressure-low", $"wp-{i}", Grade.Yellow, $"huaxi/c1/g{i % 7}/b{i % 90}", at: i / 5000.0);
        desk.Tick(2);

        Assert.Equal(["huaxi/c1 yellow opened", "huaxi/c1 yellow grew", "huaxi/c1 yellow grew", "huaxi/c1 yellow grew"], desk.Told);
        Assert.Equal(1, desk.Desk.OpenIncidents);
        Assert.Equal(5000, desk.Incident.GetProperty("total").GetInt32());
        Assert.Equal(50, desk.Incident.GetProperty("members").GetArrayLength());
        Assert.InRange(desk.Incidents.Count(), 4, 8);
        Assert.Equal(5000, desk.Desk.Ledger.TakenIn);
    }

    [Fact]
    public void A_transition_that_comes_again_changes_nothing()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Blue).Fire("gas-rising", "gas-1", Grade.Red);
        var again = desk.Alert("gas-rising", "gas-1", Grade.Red, Core.Alerts.AlertState.Firing, "huaxi/c1/g1/b1", "sensor", Certainty.Likely);
        desk.Take(again).Take(again with { Number = 1, Grade = Grade.Blue });

        Assert.Equal(2, desk.Desk.Ledger.TakenIn);
        Assert.Equal(2, desk.Desk.Ledger.Duplicates);
        Assert.Equal(["duplicate", "duplicate"], desk.Suppressed);
        Assert.Equal("red", desk.Incident.GetProperty("grade").GetString());
    }

    [Fact]
    public void The_end_of_an_alert_that_was_never_open_here_opens_nothing()
    {
        using var desk = new DeskTrial();
        desk.Take(desk.Alert("gas-rising", "gas-1", Grade.Red, Core.Alerts.AlertState.Resolved, "huaxi/c1/g1/b1", "sensor", Certainty.Likely) with { Number = 4 });

        Assert.Equal(0, desk.Desk.OpenAlerts);
        Assert.Equal(["folded"], desk.Suppressed);
        Assert.Equal(1, desk.Desk.Ledger.Folded);
    }

    [Fact]
    public void A_new_episode_of_a_key_ends_the_one_that_was_lost_from_sight()
    {
        using var desk = new DeskTrial();
        desk.Fire("gas-rising", "gas-1", Grade.Red, at: 0);
        var other = desk.Alert("gas-rising", "gas-1", Grade.Blue, Core.Alerts.AlertState.Firing, "huaxi/c1/g1/b1", "sensor", Certainty.Likely);
        desk.Take(other with { Id = new Intake.AlertId(7, 7), Number = 1 }, 1).Tick(3);

        Assert.Equal(1, desk.Desk.OpenAlerts);
        Assert.Equal("blue", desk.Incident.GetProperty("grade").GetString());
        Assert.Equal(2, desk.Incident.GetProperty("total").GetInt32());
    }

    [Fact]
    public void An_alert_for_which_there_is_no_room_is_told_by_itself()
    {
        using var desk = new DeskTrial(DeskTrial.Policy() with { MostAlerts = 2 });
        desk.Fire("gas-rising", "gas-1", Grade.Blue).Fire("gas-rising", "gas-2", Grade.Blue).Fire("gas-rising", "gas-3", Grade.Blue);

        Assert.Equal(["huaxi/c1 blue opened", "huaxi/c1 blue no room"], desk.Told);
        Assert.Equal(2, desk.Desk.Ledger.Notified);
        desk.End("gas-rising", "gas-1").Fire("gas-rising", "gas-4", Grade.Blue);
        Assert.Equal(2, desk.Desk.OpenAlerts);
        Assert.Equal(2, desk.Told.Count);
    }

    [Fact]
    public void Alerts_without_a_place_have_an_area_of_their_own()
    {
        using var desk = new DeskTrial();
        desk.Fire("device-clock", "d-1", Grade.Blue, place: "");

        Assert.Equal([$"{AreaPath.Nowhere} blue opened"], desk.Told);
        Assert.False(desk.Incident.GetProperty("first").TryGetProperty("site", out JsonElement _));
    }

    [Fact]
    public void Incidents_of_a_cause_can_be_of_smaller_areas()
    {
        var policy = DeskTrial.Policy();
        using var desk = new DeskTrial(policy with { Incidents = policy.Incidents with { DepthOf = new Dictionary<string, int> { ["smoke"] = 4 } } });
        desk.Fire("smoke-rising", "s-1", Grade.Blue, "huaxi/c1/g1/b1").Fire("smoke-rising", "s-2", Grade.Blue, "huaxi/c1/g1/b2");

        Assert.Equal(["huaxi/c1/g1/b1 blue opened", "huaxi/c1/g1/b2 blue opened"], desk.Told);
    }
}
