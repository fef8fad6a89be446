using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Docs;

/// <summary>The picture in README is what the shipped rule says about a leak in the demo's community. RISKENGINE_REWRITE_GOLDEN=1 draws it anew.</summary>
public sealed class LeakPictureTests
{
    private static readonly string File = Path.Combine(Repository.Root, "docs", "gas-leak.svg");

    [Fact]
    public void The_picture_in_Readme_is_what_the_engine_says()
    {
        var drawn = Draw();
        if (Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1") System.IO.File.WriteAllText(File, drawn);

        Assert.Equal(System.IO.File.ReadAllText(File), drawn);
    }

    private static string Draw()
    {
        var community = Community.Create(1, Community.DefaultStart);
        var plan = IncidentPlan.For(community, IncidentPlan.Block);
        using var simulator = new CommunitySimulator(community, plan);
        var events = simulator.Until(community.Start + IncidentPlan.Block).Where(e => e.Family == Core.Events.EventFamily.Sensor).Select(e => e.Json).ToList();
        var alert = ShippedRules.Run("gas", events, CommunitySimulator.Disorder).Where(transition => transition.Rule.Id == "gas-rising-indoor")
            .GroupBy(transition => transition.Fingerprint).First(one => one.Last().State == AlertState.Resolved).ToList();
        var incident = plan.Incidents.Single(one => one.Kind == IncidentKind.GasLeak);

        return new LeakPicture([.. events.Select(json => Reading(json, alert[0].Key)).OfType<(EventTime, double)>()], alert, incident).Draw();
    }

    private static (EventTime At, double Value)? Reading(ReadOnlyMemory<byte> json, string source)
    {
        try
        {
            using var reading = JsonDocument.Parse(json);
            var root = reading.RootElement;
            return root.GetProperty("source").GetString() == source && root.GetProperty("kind").GetString() == "sensor.gas"
                && root.GetProperty("value").ValueKind == JsonValueKind.Number
                ? (EventTime.From(root.GetProperty("time").GetDateTimeOffset()), root.GetProperty("value").GetDouble())
                : null;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // A few messages are malformed on purpose.
            return null;
        }
    }
}
