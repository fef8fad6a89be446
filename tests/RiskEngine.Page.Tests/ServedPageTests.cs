using Microsoft.Playwright;
using RiskEngine.Reading.Tests;
using RiskEngine.Service.Tests.Http.Api;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>The page as the engine's own server gives it, over the engine's own read model: what the stub says cannot drift from what the engine says.</summary>
public sealed class ServedPageTests(Browser browser) : IClassFixture<Browser>
{
    private const string Rule = "gas-rising-indoor";

    [BrowserFact]
    public async Task The_worst_place_leads_to_its_alert_and_its_life()
    {
        await using var engine = await ServedApi.StartAsync(Town());
        await using var context = await browser.ContextAsync(zone: "Europe/Berlin");
        var (page, console) = await OpenAsync(context, engine.Address);
        await Expect(page.Locator("[data-area=huaxi].red")).ToBeVisibleAsync();
        await page.Locator(".tile.red:not(.group)").First.ClickAsync();
        await page.Locator(".attention .item.red").ClickAsync();
        await page.Locator(".members .item").First.ClickAsync();

        await Expect(page.Locator("h1")).ToContainTextAsync("Gas at gm-1 燃气");
        await Expect(page.Locator(".limits .value b")).ToHaveTextAsync("5.5");
        await Expect(page.Locator(".scale .band")).ToHaveCountAsync(4);
        await Expect(page.Locator(".scale .clear")).ToHaveCountAsync(1);
        await Expect(page.Locator(".timeline .person")).ToContainTextAsync("li");
        await Expect(page.Locator("footer")).ToContainTextAsync("Asia/Shanghai");
        await Expect(page.Locator("time:has-text('18:0')").First).ToBeVisibleAsync();
        console.AssertEmpty();
    }

    [BrowserFact]
    public async Task Every_view_shows_what_the_engine_says()
    {
        await using var engine = await ServedApi.StartAsync(Town());
        await using var context = await browser.ContextAsync();
        var (page, console) = await OpenAsync(context, engine.Address);
        await page.GotoAsync($"{engine.Address}/#/rules/{Rule}");
        await Expect(page.Locator(".yaml")).ToContainTextAsync($"id: {Rule}");
        await page.GotoAsync($"{engine.Address}/#/rules");
        await Expect(page.Locator("main")).ToContainTextAsync("gas-evacuation");
        await page.GotoAsync($"{engine.Address}/#/engine");
        await Expect(page.Locator("main")).ToContainTextAsync("risk.events.sensor.v1/0");
        await page.GotoAsync($"{engine.Address}/#/alerts?state=all");
        await Expect(page.Locator(".item")).ToHaveCountAsync(3);
        await page.GotoAsync($"{engine.Address}/#/alerts/{Story.Id(404)}");
        await Expect(page.Locator(".fault")).ToContainTextAsync("alert");
        console.AssertEmpty();
    }

    [BrowserFact]
    public async Task What_changes_is_shown_without_asking()
    {
        await using var engine = await ServedApi.StartAsync(Town());
        await using var context = await browser.ContextAsync();
        var (page, console) = await OpenAsync(context, engine.Address);
        await Expect(page.Locator("[data-area=nanming].orange")).ToHaveCountAsync(0);
        engine.Model.Picture.Take([.. Town().Fires(4, "orange", "nanming/c3/g01/b1").Incident(8, "orange", [4], "nanming/c3").Records.TakeLast(3)]);
        await Expect(page.Locator("[data-area=nanming].orange")).ToBeVisibleAsync();
        await Expect(page.Locator(".attention .item.orange")).ToHaveCountAsync(1);
        console.AssertEmpty();
    }

    [BrowserFact]
    public async Task A_server_that_went_away_is_told_of_and_its_return_brings_what_was_missed()
    {
        var engine = await ServedApi.StartAsync(Town());
        var address = engine.Address;
        await using var context = await browser.ContextAsync();
        var (page, console) = await OpenAsync(context, address);
        await engine.DisposeAsync();
        await Expect(page.Locator(".vitals.offline")).ToBeVisibleAsync();
        await Expect(page.Locator(".trouble")).ToBeVisibleAsync();
        await Expect(page.Locator(".attention .item.red")).ToHaveCountAsync(1);

        var meanwhile = Town().Ends(1, "red").Incident(9, "red", [1], isOpen: false).Fires(5, "yellow", "nanming/c2/g01/b1").Incident(7, "yellow", [5], "nanming/c2");
        await using var back = await ServedApi.StartAsync(meanwhile, address: address);
        await Expect(page.Locator(".vitals.live")).ToBeVisibleAsync();
        await Expect(page.Locator(".attention .item.yellow")).ToHaveCountAsync(1);
        await Expect(page.Locator(".attention .item.red")).ToHaveCountAsync(0);
        await Expect(page.Locator("[data-area=huaxi].red")).ToHaveCountAsync(0);
        console.AssertEmpty();
    }

    private static Story Town() => new Story()
        .Fires(1, "yellow", rule: Rule).Fires(1, "red", rule: Rule).Fires(2, "blue", "nanming/c1/g02/b1")
        .Fires(3, "orange", "huaxi/c11/g01/b1").Ends(3, "orange", "huaxi/c11/g01/b1")
        .Incident(9, "red", [1]).Incident(6, "blue", [2], "nanming/c1").Place("huaxi/c12", 80, sources: 40, silent: 1).Place("nanming/c1", 20, sources: 30)
        .Audit("note", "comment", Story.Id(1), ""","why":"on the way" """);

    private static async Task<(IPage Page, ConsoleFaults Console)> OpenAsync(IBrowserContext context, string address)
    {
        var page = await context.NewPageAsync();
        var console = new ConsoleFaults(page);
        await page.GotoAsync(address);
        await Expect(page.Locator(".vitals.live")).ToBeVisibleAsync();
        return (page, console);
    }
}
