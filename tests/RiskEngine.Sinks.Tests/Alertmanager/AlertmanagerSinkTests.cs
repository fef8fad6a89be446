using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using RiskEngine.Sinks.Alertmanager;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Settings;
using RiskEngine.Sinks.Tests.Servers;

namespace RiskEngine.Sinks.Tests.Alertmanager;

/// <summary>What Alertmanager shows: what is open, as long as it is.</summary>
public sealed class AlertmanagerSinkTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_incident_is_shown_until_its_end()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddMinutes(2)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var rig = new SinkRig(Sink(server, time), time);
        await rig.Take([Incidents.Record(Incidents.Json())]);

        var alert = Assert.Single(alerts.Firing(time.GetUtcNow()));
        Assert.Equal("/api/v2/alerts", alerts.Path);
        Assert.Equal(
            "alertname=gas area=huaxi/c12/g07/b3 city=guiyang grade=orange incident=000000000000000000000001 severity=critical team=gas desk",
            string.Join(' ', alert.GetProperty("labels").EnumerateObject().Select(label => $"{label.Name}={label.Value}")));
        Assert.Equal("Gas in building b3", alert.GetProperty("annotations").GetProperty("summary").GetString());
        Assert.Equal("docs/runbooks/gas.md", alert.GetProperty("annotations").GetProperty("runbook_url").GetString());
        Assert.Equal(Incidents.Start, alert.GetProperty("startsAt").GetDateTimeOffset());

        await rig.Take([Incidents.Record(Incidents.Json(number: 2, isEnd: true, previous: "orange"))]);
        Assert.Empty(alerts.Firing(time.GetUtcNow()));
        Assert.Equal("The gas in building b3 is gone.", Assert.Single(alerts.Ended(time.GetUtcNow())).GetProperty("annotations").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Another_grade_ends_the_alert_of_the_old_one()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddMinutes(2)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var rig = new SinkRig(Sink(server, time), time);
        await rig.Take([Incidents.Record(Incidents.Json(grade: "yellow"))]);
        await rig.Take([Incidents.Record(Incidents.Json(number: 2, grade: "red", previous: "yellow"))]);

        Assert.Equal("red", GradeOf(Assert.Single(alerts.Firing(time.GetUtcNow()))));
        Assert.Equal("yellow", GradeOf(Assert.Single(alerts.Ended(time.GetUtcNow()))));
        Assert.Equal(2, server.Accepted.Count);
    }

    [Fact]
    public async Task What_is_open_is_said_again_before_Alertmanager_takes_it_for_ended()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddMinutes(2)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var rig = new SinkRig(Sink(server, time), time);
        await rig.Take(Incidents.Many(3));
        for (var minute = 0; minute < 30; minute++)
        {
            time.Advance(rig.Delivery.RepeatEvery!.Value);
            Assert.Equal(3, alerts.Firing(time.GetUtcNow()).Count);
            await rig.Delivery.RepeatAsync(CancellationToken.None);
        }

        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty(alerts.Firing(time.GetUtcNow()));
    }

    /// <summary>After a restart it says again what is open, and ends it under the labels under which it began.</summary>
    [Fact]
    public async Task What_is_open_is_known_after_a_restart()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddMinutes(2)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var rig = new SinkRig(Sink(server, time), time);
        var before = new[] { Incidents.Record(Incidents.Json(1)), Incidents.Record(Incidents.Json(2)), Incidents.Record(Incidents.Json(2, 2, isEnd: true)) };
        rig.Restart(Sink(server, time), before);
        await rig.Delivery.RepeatAsync(CancellationToken.None);
        Assert.Equal(Incidents.IdOf(1), Assert.Single(alerts.Firing(time.GetUtcNow())).GetProperty("labels").GetProperty("incident").GetString());

        await rig.Take([Incidents.Record(Incidents.Json(1, 2, isEnd: true))]);
        Assert.Empty(alerts.Firing(time.GetUtcNow()));
    }

    [Fact]
    public async Task Labels_have_names_and_values_that_Alertmanager_takes()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddMinutes(2)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var json = Incidents.Json();
        json["labels"] = new JsonObject { ["on-call team"] = "a", ["9th"] = "b", ["empty"] = "", ["grade"] = "not ours" };
        var rig = new SinkRig(Sink(server, time), time);
        await rig.Take([Incidents.Record(json)]);

        var labels = Assert.Single(alerts.Firing(time.GetUtcNow())).GetProperty("labels");
        Assert.Equal("a", labels.GetProperty("on_call_team").GetString());
        Assert.Equal("b", labels.GetProperty("_9th").GetString());
        Assert.Equal("orange", labels.GetProperty("grade").GetString());
        Assert.False(labels.TryGetProperty("empty", out _));
        Assert.Empty(rig.DeadLetters.All);
    }

    [Fact]
    public async Task One_that_began_ahead_of_the_clock_begins_now()
    {
        var (time, alerts) = (new FakeTimeProvider(Incidents.Start.AddHours(-1)), new AlertmanagerFake());
        using var server = new ScriptedServer(alerts.Take);
        var rig = new SinkRig(Sink(server, time), time);
        await rig.Take([Incidents.Record(Incidents.Json())]);
        await rig.Take([Incidents.Record(Incidents.Json(number: 2, isEnd: true))]);

        Assert.Empty(rig.DeadLetters.All);
        Assert.Single(alerts.Ended(time.GetUtcNow()));
    }

    [NeedsProgramFact("prometheus-alertmanager", "prometheus-alertmanager")]
    public async Task Alertmanager_itself_shows_an_incident_its_grades_and_its_end()
    {
        using var alertmanager = await AlertmanagerProgram.StartAsync();
        var settings = new SinkSettings("Sinks:am", new Dictionary<string, string> { ["Url"] = alertmanager.Address });
        var rig = new SinkRig(AlertmanagerSink.Create(settings, TimeProvider.System)!);
        var began = TimeProvider.System.GetUtcNow();

        await rig.Take([Incidents.Record(Dated(Incidents.Json(grade: "yellow"), began))]).WaitAsync(Patience);
        Assert.Equal(["yellow"], (await alertmanager.Active()).Select(GradeOf));

        await rig.Take([Incidents.Record(Dated(Incidents.Json(number: 2, grade: "red", previous: "yellow"), began))]).WaitAsync(Patience);
        var red = Assert.Single(await alertmanager.Active());
        Assert.Equal("red", GradeOf(red));
        Assert.Equal("critical", red.GetProperty("labels").GetProperty("severity").GetString());
        Assert.Equal("gas", red.GetProperty("labels").GetProperty("alertname").GetString());
        Assert.Equal("Gas rises in building b3, and two doors stand open.", red.GetProperty("annotations").GetProperty("description").GetString());

        await rig.Delivery.RepeatAsync(CancellationToken.None);
        Assert.Single(await alertmanager.Active());

        await rig.Take([Incidents.Record(Dated(Incidents.Json(number: 3, grade: "red", isEnd: true, previous: "red"), began))]).WaitAsync(Patience);
        Assert.Empty(await alertmanager.Active());
        Assert.Empty(rig.DeadLetters.All);
        Assert.Null(rig.Status.Report.LastFault);
    }

    private static JsonObject Dated(JsonObject json, DateTimeOffset began)
    {
        json["opened"] = began.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        return json;
    }

    private static ISink Sink(ScriptedServer server, TimeProvider time)
    {
        var settings = new SinkSettings("Sinks:am", new Dictionary<string, string> { ["Url"] = $"http://127.0.0.1:{server.Port}/", ["Labels:city"] = "guiyang" });
        var sink = AlertmanagerSink.Create(settings, time);
        Assert.Empty(settings.Faults);
        return sink!;
    }

    private static string? GradeOf(JsonElement alert) => alert.GetProperty("labels").GetProperty("grade").GetString();
}
