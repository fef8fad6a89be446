using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Cli.Commands;
using RiskEngine.Core.Alerts;
using RiskEngine.Rules;
using RiskEngine.Desk;
using RiskEngine.Desk.Records;
using RiskEngine.Rules.Desk;
using RiskEngine.Simulator.Communities;
using RiskEngine.Workbench.Tests;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Packs;

/// <summary>The shipped rules and the shipped file of the desk on what made floods of messages before.</summary>
public sealed class DeskOnCommunityTests
{
    private static readonly string File = Path.Combine(Repository.Root, "rules", "desk", "desk.yaml");

    [Fact]
    public void The_fire_of_the_demo_is_one_incident_and_at_most_five_notifications_before_its_end()
    {
        var community = Community.Create(1, Community.DefaultStart);
        var plan = IncidentPlan.For(community, IncidentPlan.Block);
        using var simulator = new CommunitySimulator(community, plan);
        var transitions = ShippedRules.Run("", simulator.Until(community.Start + IncidentPlan.Block).Select(e => e.Json), CommunitySimulator.Disorder);
        Assert.True(transitions.Count(t => t.Rule.Id is "smoke-rising" or "heat-high" or "smoke-spreading" or "fire-confirmed" or "several-hazards") > 15);

        var (desk, incidents) = Play(transitions);

        var fire = Assert.Single(incidents.Where(incident => Text(incident, "cause") == "fire").GroupBy(incident => Text(incident, "id")));
        Assert.InRange(fire.Count(record => record.GetProperty("notify").GetBoolean() && Text(record, "state") == "open"), 1, 5);
        Assert.Equal(("resolved", "red"), (Text(fire.Last(), "state"), Text(fire.Last().GetProperty("worst"), "grade")));
        Assert.Equal(transitions.Count, desk.Ledger.TakenIn);
        Assert.True(desk.Ledger.Balances);
        Assert.InRange(desk.Notifications, 1, transitions.Count * 3 / 4);
    }

    [Fact]
    public void A_storm_of_five_thousand_sensors_is_one_incident_and_at_most_twenty_notifications()
    {
        const int sensors = 5_000;
        var start = new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);
        int[] minutes = [.. Enumerable.Range(0, 40), 45, 50, 60, 70, 80, 90];
        var lines = minutes.SelectMany(minute => Enumerable.Range(0, sensors).Select(sensor => Reading(
            start.AddMinutes(minute).AddMilliseconds(sensor * 10), sensor, minute is < 5 or >= 25 ? 3.2 : 0.3)));
        var transitions = ShippedRules.Run("water", lines, TimeSpan.Zero);
        Assert.True(transitions.Count >= 6 * sensors);

        var (desk, incidents) = Play(transitions);

        Assert.Single(incidents.Select(incident => Text(incident, "id")).Distinct());
        Assert.InRange(desk.Notifications, 2, 20);
        Assert.Equal("resolved", Text(incidents[^1], "state"));
        Assert.Equal(transitions.Count, desk.Ledger.TakenIn);
        Assert.True(desk.Ledger.Balances);
    }

    [Fact]
    public async Task Desk_replay_writes_every_record_and_desk_check_tells_faults()
    {
        using var folder = new TemporaryFolder();
        var alerts = folder.Write("alerts.jsonl", System.IO.File.ReadAllText(Path.Combine(Repository.Root, "tests", "golden", "alerts", "firing.json")) + "\n");
        var output = Path.Combine(Path.GetDirectoryName(alerts) ?? "", "out.jsonl");

        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["desk", "check", File]));
        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["desk", "replay", "--alerts", alerts, "--config", File, "--out", output]));
        Assert.Equal(
            ["risk.suppressed.v1", "risk.incidents.v1", "risk.places.v1"],
            System.IO.File.ReadAllLines(output).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("topic").GetString()).Distinct());
        var broken = folder.Write("desk.yaml", "incidents: {level: district}\n");
        Assert.Equal(ExitCode.BadRules, await CommandTree.InvokeAsync(["desk", "check", broken]));
        Assert.Equal(ExitCode.BadUsage, await CommandTree.InvokeAsync(["desk", "replay", "--alerts", alerts, "--config", broken]));
        Assert.Equal(ExitCode.Ok, await CommandTree.InvokeAsync(["desk", "check", broken, "--area-level", "district"]));
        Assert.Equal(ExitCode.BadUsage, await CommandTree.InvokeAsync(["desk", "check", broken, "--area-level", "planet"]));
        Assert.Equal(ExitCode.Findings, await CommandTree.InvokeAsync(["desk", "replay", "--alerts", broken]));
    }

    private static (AlertDesk Desk, List<JsonElement> Incidents) Play(List<AlertTransition> transitions)
    {
        var policy = new DeskLoader(RuleLoadOptions.Default.AreaLevels, DeskLoader.DefaultLevel).Load(File).Policy;
        var desk = new AlertDesk(policy);
        var incidents = new List<JsonElement>();
        using var json = new AlertJson();
        using var lines = new MemoryStream();
        foreach (var transition in transitions.OrderBy(t => t.At))
        {
            lines.Write(json.Encode(transition));
            lines.WriteByte((byte)'\n');
        }

        lines.Position = 0;
        var replay = new DeskReplay(desk, record =>
        {
            if (record.Topic == DeskTopic.Incidents) incidents.Add(JsonDocument.Parse(record.Value).RootElement);
        });
        replay.Run(lines, default);
        Assert.Empty(replay.Faults);
        return (desk, incidents);
    }

    private static string? Text(JsonElement of, string name) => of.GetProperty(name).GetString();

    private static ReadOnlyMemory<byte> Reading(DateTimeOffset at, int sensor, double value) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $$"""{"kind":"utility.water.pressure","source":"wp-{{sensor}}","site":"huaxi/c12/g{{sensor % 8}}/b{{sensor / 8 % 100}}","time":{{at.ToUnixTimeMilliseconds()}},"""
            + $$""" "value":{{value}},"unit":"bar"}"""));
}
