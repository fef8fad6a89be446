using System.Globalization;
using System.Text.Json.Nodes;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>2,000 open alerts and hundreds of changes: what is in the document stays small, the keyboard still reaches everything, and nothing is missed.</summary>
public sealed class StormTests(Browser browser) : IClassFixture<Browser>
{
    private const int Open = 2_000;

    [BrowserFact]
    public async Task Of_a_long_list_only_the_rows_in_sight_are_there_and_the_keyboard_reaches_the_last()
    {
        await using var visit = await StormAsync();
        await Expect(visit.Page.Locator(".attention .choice button").Nth(1)).ToContainTextAsync("2,004");
        Assert.InRange(await visit.Page.Locator(".attention .item").CountAsync(), 4, 60);

        await visit.Page.Locator(".attention .item").First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await Expect(visit.Page.Locator(".attention .row:has(.item:focus)")).ToHaveAttributeAsync("aria-posinset", "2004");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(visit.Page.Locator(".attention .row:has(.item:focus)")).ToHaveAttributeAsync("aria-posinset", "2003");
        await visit.Page.Keyboard.PressAsync("Home");
        await Expect(visit.Page.Locator(".attention .row:has(.item:focus)")).ToHaveAttributeAsync("aria-posinset", "1");
    }

    [BrowserFact]
    public async Task A_burst_of_changes_is_drawn_in_few_frames_and_ends_in_the_last_state()
    {
        await using var visit = await StormAsync();
        await visit.Page.EvaluateAsync(
            "() => { window.drawn = 0; const list = document.querySelector('.attention .grades');"
            + " new MutationObserver(() => window.drawn++).observe(list, { subtree: true, characterData: true, childList: true }); }");
        for (var change = 0; change < 500; change++)
        {
            var alert = (JsonObject)visit.Engine.City.Alerts[Id(change)].DeepClone();
            (alert["transition"], alert["grade"]) = (9, "orange");
            visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(alert), ["removed"] = new JsonArray() });
        }

        var orange = visit.Page.Locator(".attention .grades button").Nth(1);
        await Expect(orange).ToContainTextAsync("501");
        await Expect(visit.Page.Locator(".attention .grades button").Nth(3)).ToContainTextAsync((Open - 500 + 1).ToString("N0", CultureInfo.InvariantCulture));
        Assert.InRange(await visit.Page.EvaluateAsync<int>("window.drawn"), 1, 250);
    }

    private static string Id(int number) => number.ToString("x24", CultureInfo.InvariantCulture);

    private async Task<Visit> StormAsync()
    {
        var visit = await browser.VisitAsync();
        for (var number = 0; number < Open; number++)
        {
            var site = StubPlaces.Sites[number % StubPlaces.Sites.Count];
            visit.Engine.City.Alerts[Id(number)] = visit.Engine.City.Alert(Id(number), "sensor-silent", site, $"s-{number}", 1, 40, 30, 5, StubCity.GasIncident);
        }

        await visit.Page.ReloadAsync();
        await visit.Page.Locator(".attention .choice button").Nth(1).ClickAsync();
        await Expect(visit.Page.Locator(".attention .choice button").Nth(1)).ToHaveAttributeAsync("aria-pressed", "true");
        return visit;
    }
}
