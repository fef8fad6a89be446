using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>What a page keeps does not grow with what it has shown: a screen on a wall stays open for weeks.</summary>
public sealed class MemoryTests(Browser browser) : IClassFixture<Browser>
{
    private const int Open = 1_000;
    private const int Changes = 100;
    private const int Rounds = 3;
    private static readonly string[] Grades = ["blue", "yellow", "orange", "red"];
    private static readonly string[] Views =
        ["#/", $"#/alerts/{StubCity.Gas}", $"#/incidents/{StubCity.GasIncident}", "#/alerts", "#/rules", $"#/rules/{StubCity.Rule}", "#/engine"];

    private int _version = 10;

    [BrowserFact]
    public async Task Memory_does_not_grow_with_what_was_shown()
    {
        await using var visit = await browser.VisitAsync();
        for (var number = 0; number < Open; number++)
        {
            var site = StubPlaces.Sites[number % StubPlaces.Sites.Count];
            visit.Engine.City.Alerts[Id(number)] = visit.Engine.City.Alert(Id(number), "sensor-silent", site, $"s-{number}", 1, 40, 30, 5, StubCity.GasIncident);
        }

        visit.Engine.Silent = true;
        await visit.Page.ReloadAsync();
        var protocol = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await protocol.SendAsync("HeapProfiler.enable");

        // What comes once (code that is compiled, formats, the first row of each kind) comes in the first round.
        await RoundAsync(visit, 1);
        var before = await MeasureAsync(protocol);
        for (var round = 2; round < 2 + Rounds; round++) await RoundAsync(visit, round);
        var after = await MeasureAsync(protocol);

        // One view that was left and is kept each time has hundreds of nodes, and weighs about half a megabyte with the rows that it knows.
        Assert.True(after.Nodes - before.Nodes < 500, $"{before.Nodes} nodes became {after.Nodes}; {before.Bytes:N0} bytes became {after.Bytes:N0}");
        Assert.True(after.Bytes - before.Bytes < 1_000_000, $"{before.Bytes:N0} bytes became {after.Bytes:N0}; {before.Nodes} nodes became {after.Nodes}");
    }

    [BrowserFact]
    public async Task Elements_without_values_are_made_anew_each_time()
    {
        await using var visit = await browser.VisitAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>(
            "async () => { const { html } = await import('/page/lib/html.js'); const draw = () => html`<p><i></i></p>`;"
            + " return draw().props.children !== draw().props.children; }"));
    }

    /// <summary>Every view in turn, under a storm; the overview again at its end.</summary>
    private async Task RoundAsync(Visit visit, int round)
    {
        foreach (var view in Views)
        {
            await visit.GoAsync(view);
            await StormAsync(visit, round);
        }

        await visit.GoAsync("#/");
        await visit.Page.Locator(".attention .choice button").Nth(1).ClickAsync();
        await StormAsync(visit, round);
    }

    /// <summary>Changes alerts and places, and waits until the last change is drawn.</summary>
    private async Task StormAsync(Visit visit, int round)
    {
        for (var change = 0; change < Changes; change++)
        {
            _version++;
            var id = Id(change % Open);
            var alert = (JsonObject)visit.Engine.City.Alerts[id].DeepClone();
            (alert["transition"], alert["grade"]) = (_version, Grades[(change + round) % Grades.Length]);
            visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(alert), ["removed"] = new JsonArray() });
            if (change % 20 != 19) continue;
            var place = StubPlaces.Of(visit.Engine.City, "huaxi/c11", 0)!;
            (place["chronic"], place["worst"]) = (change % 40 == 19, Grades[change / 20 % Grades.Length]);
            visit.Engine.Tell("places", new JsonObject { ["changed"] = new JsonArray(place) });
            await visit.Page.EvaluateAsync("() => new Promise(requestAnimationFrame)");
        }

        // The stream is in order, and its vitals stand in the foot of every view.
        var vitals = StubAnswers.Vitals(visit.Engine.City);
        vitals["version"] = $"after {_version}";
        visit.Engine.Tell("vitals", vitals);
        await Expect(visit.Page.Locator("footer")).ToContainTextAsync($"after {_version}");
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
