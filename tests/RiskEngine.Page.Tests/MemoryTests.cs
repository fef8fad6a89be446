using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace RiskEngine.Page.Tests;

/// <summary>What a page keeps does not grow with what it has shown: a screen on a wall stays open for weeks.</summary>
public sealed class MemoryTests(Browser browser) : IClassFixture<Browser>
{
    private const int Open = 1_000;
    private const int Round = 1_000;
    private const int Rounds = 4;
    private static readonly string[] Grades = ["blue", "yellow", "orange", "red"];

    [BrowserFact]
    public async Task Memory_does_not_grow_with_what_was_shown()
    {
        await using var visit = await browser.VisitAsync();
        for (var number = 0; number < Open; number++)
        {
            var site = StubPlaces.Sites[number % StubPlaces.Sites.Count];
            visit.Engine.City.Alerts[Id(number)] = visit.Engine.City.Alert(Id(number), "sensor-silent", site, $"s-{number}", 1, 40, 30, 5, StubCity.GasIncident);
        }

        await visit.Page.ReloadAsync();
        await visit.Page.Locator(".attention .choice button").Nth(1).ClickAsync();
        var protocol = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await protocol.SendAsync("HeapProfiler.enable");

        // What comes once (code that is compiled, formats, the first row of each kind) comes in the first rounds.
        await StormAsync(visit, 1);
        await StormAsync(visit, 2);
        var before = await MeasureAsync(protocol);
        for (var round = 3; round < 3 + Rounds; round++) await StormAsync(visit, round);
        var after = await MeasureAsync(protocol);

        // A drawn tree that is kept weighs about a megabyte here, with the rows in it.
        Assert.True(after.Bytes - before.Bytes < 700_000, $"{before.Bytes:N0} bytes became {after.Bytes:N0} with {Rounds * Round} changes of {Open} alerts");
        Assert.True(after.Nodes - before.Nodes < 300, $"{before.Nodes} nodes became {after.Nodes}");
    }

    /// <summary>Changes each alert once, and waits until the last change is drawn.</summary>
    private static async Task StormAsync(Visit visit, int round)
    {
        for (var change = 0; change < Round; change++)
        {
            var alert = (JsonObject)visit.Engine.City.Alerts[Id(change % Open)].DeepClone();
            (alert["transition"], alert["grade"]) = (round + 1, Grades[(change + round) % Grades.Length]);
            visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(alert), ["removed"] = new JsonArray() });
            if (change % 50 == 49) await visit.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        }

        var last = (JsonObject)visit.Engine.City.Alerts[Id(0)].DeepClone();
        (last["transition"], last["message"], last["grade"]) = (round + 1_000, $"round {round} is over", "red");
        last["first_evidence"] = visit.Engine.City.At(-round);
        visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(last), ["removed"] = new JsonArray() });
        await visit.Page.Locator($".attention .item:has-text('round {round} is over')").WaitForAsync();
    }

    /// <summary>The live heap after collections, and the nodes of all documents.</summary>
    private static async Task<(long Bytes, long Nodes)> MeasureAsync(ICDPSession protocol)
    {
        for (var i = 0; i < 3; i++) await protocol.SendAsync("HeapProfiler.collectGarbage");
        var heap = await protocol.SendAsync("Runtime.getHeapUsage");
        var document = await protocol.SendAsync("Memory.getDOMCounters");
        return ((long)heap!.Value.GetProperty("usedSize").GetDouble(), document!.Value.GetProperty("nodes").GetInt64());
    }

    private static string Id(int number) => number.ToString("x24", CultureInfo.InvariantCulture);
}
