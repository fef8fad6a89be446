using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>What people do with the page, from the overview to the diagnosis and back.</summary>
public sealed class WorkTests(Browser browser) : IClassFixture<Browser>
{
    private const string Alert = $"#/alerts/{StubCity.Gas}";

    [BrowserFact]
    public async Task The_worst_place_leads_to_why_it_is_red()
    {
        await using var visit = await browser.VisitAsync();
        await Expect(visit.Page.Locator(".tile.red:not(.group)")).ToHaveCountAsync(1);

        await visit.Page.Locator(".tile.red:not(.group)").ClickAsync();
        await Expect(visit.Page.Locator("[aria-current=location]")).ToHaveTextAsync("g07");
        await Expect(visit.Page.Locator(".attention .item")).ToHaveCountAsync(1);
        await visit.Page.Locator(".attention .item").ClickAsync();
        await visit.Page.Locator(".members .item").ClickAsync();

        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("gas-rising-indoor at gm-00412 (huaxi/c12/g07/b3)");
        await Expect(visit.Page.Locator(".because li").First).ToHaveTextAsync("avg(value) was 22.5 %LEL, and 20 %LEL is the limit of red");
        await Expect(visit.Page.Locator(".limits .value b")).ToHaveTextAsync("22.5");
        await Expect(visit.Page.Locator(".scale .band")).ToHaveCountAsync(4);
        await Expect(visit.Page.Locator(".scale .clear")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".chart canvas")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".timeline li")).ToHaveCountAsync(4);
    }

    [BrowserFact]
    public async Task Every_chart_has_its_table()
    {
        await using var visit = await browser.VisitAsync(Alert);
        await visit.Page.Locator(".evidence summary").ClickAsync();
        await Expect(visit.Page.Locator(".evidence tbody tr")).ToHaveCountAsync(4);
        await Expect(visit.Page.Locator(".evidence tbody tr").Last).ToContainTextAsync("20.8");

        await visit.GoAsync("#/");
        await visit.Button("Table").ClickAsync();
        await Expect(visit.Page.Locator(".where tbody tr").First).ToContainTextAsync("huaxi");
    }

    [BrowserFact]
    public async Task What_is_acknowledged_looks_so_and_only_with_the_token()
    {
        await using var visit = await browser.VisitAsync(Alert);
        await visit.Button("Acknowledge").ClickAsync();
        await visit.Dialog.GetByLabel("By").FillAsync("li");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Acknowledge", Exact = true }).ClickAsync();
        await Expect(visit.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("wants a token");
        Assert.Empty(visit.Engine.Requests);

        await visit.SendAsync("Acknowledge");
        await Expect(visit.Page.Locator(".sentence .by")).ToContainTextAsync("in hand: li");
        await Expect(visit.Page.Locator(".timeline .person")).ToContainTextAsync("acknowledged");
        var (path, body) = Assert.Single(visit.Engine.Requests);
        Assert.Equal($"alerts/{StubCity.Gas}/acknowledge", path);
        Assert.Equal(("li", "huaxi/c12"), (StubCity.Text(body, "by"), StubCity.Text(body, "area")));

        await visit.GoAsync("#/");
        await Expect(visit.Page.Locator(".tile.red.held:not(.group)")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".attention .item.red.held")).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".attention .item").First).ToHaveClassAsync(new Regex("orange"));
    }

    [BrowserFact]
    public async Task Shelving_takes_a_reason_and_a_time()
    {
        await using var visit = await browser.VisitAsync(Alert);
        await visit.Button("Shelve").ClickAsync();
        await visit.Dialog.GetByLabel("By").FillAsync("li");
        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "Shelve", Exact = true }).ClickAsync();
        Assert.False(await visit.Dialog.Locator("form").EvaluateAsync<bool>("form => form.checkValidity()"));
        Assert.Empty(visit.Engine.Requests);

        await visit.Dialog.GetByRole(AriaRole.Button, new() { Name = "8 hours" }).ClickAsync();
        await visit.SendAsync("Shelve", "the sensor is being replaced");
        var (path, body) = Assert.Single(visit.Engine.Requests);
        Assert.Equal($"alerts/{StubCity.Gas}/shelve", path);
        Assert.Equal("the sensor is being replaced", StubCity.Text(body, "why"));
        var until = DateTimeOffset.Parse(StubCity.Text(body, "until"), CultureInfo.InvariantCulture);
        Assert.InRange(until - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(7.9), TimeSpan.FromHours(8.1));
        await Expect(visit.Page.Locator(".timeline .person")).ToContainTextAsync("the sensor is being replaced");
    }

    [BrowserFact]
    public async Task A_false_alarm_is_closed_as_one()
    {
        await using var visit = await browser.VisitAsync(Alert);
        await visit.Button("False alarm").ClickAsync();
        await visit.SendAsync("False alarm", "hair spray");
        var (path, body) = Assert.Single(visit.Engine.Requests);
        Assert.Equal($"alerts/{StubCity.Gas}/close", path);
        Assert.Equal(("false", "hair spray"), (StubCity.Text(body, "verdict"), StubCity.Text(body, "why")));
    }

    [BrowserFact]
    public async Task A_silence_names_the_rule_the_place_and_an_end()
    {
        await using var visit = await browser.VisitAsync(Alert);
        await visit.Button("Silence rule here").ClickAsync();
        await visit.SendAsync("Silence rule here", "pump test");
        var (path, body) = Assert.Single(visit.Engine.Requests);
        Assert.Equal("silences", path);
        Assert.Equal("huaxi/c12", StubCity.Text(body, "area"));
        Assert.Equal(StubCity.Rule, body["match"]!["rules"]![0]!.GetValue<string>());
        Assert.NotNull(body["until"]);
    }

    [BrowserFact]
    public async Task An_incident_is_assigned_and_closed()
    {
        await using var visit = await browser.VisitAsync($"#/incidents/{StubCity.GasIncident}");
        await visit.Button("Assign").ClickAsync();
        await visit.Dialog.GetByLabel("To", new() { Exact = true }).FillAsync("wang");
        await visit.SendAsync("Assign");
        await visit.Button("Close").ClickAsync();
        await visit.SendAsync("Close", "the valve is shut");
        Assert.Equal([$"incidents/{StubCity.GasIncident}/assign", $"incidents/{StubCity.GasIncident}/close"], visit.Engine.Requests.Select(one => one.Path));
        Assert.Equal(("wang", "true"), (StubCity.Text(visit.Engine.Requests.First().Body, "to"), StubCity.Text(visit.Engine.Requests.Last().Body, "verdict")));
    }

    [BrowserFact]
    public async Task Rules_are_found_read_and_reloaded()
    {
        await using var visit = await browser.VisitAsync("#/rules");
        await visit.Page.GetByLabel("Find").FillAsync("rising");
        await Expect(visit.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await visit.Button("Reload rules").ClickAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "wants a token" })).ToBeVisibleAsync();
        await visit.Page.Locator("tbody a").First.ClickAsync();
        await Expect(visit.Page.Locator(".yaml li")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator(".yaml")).ToContainTextAsync("clear: {when: \"< 4\", for: 2m}");
    }

    [BrowserFact]
    public async Task The_engine_shows_its_ledger_and_tasks()
    {
        await using var visit = await browser.VisitAsync("#/engine");
        await Expect(visit.Page.GetByText("It balances.")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".tasks tbody tr")).ToContainTextAsync("risk.events.sensor.v1/0");
        await Expect(visit.Page.Locator(".pulse canvas")).ToHaveCountAsync(2);
    }

    [BrowserFact]
    public async Task What_is_not_watched_is_named()
    {
        await using var visit = await browser.VisitAsync();
        await Expect(visit.Page.Locator(".blind li")).ToContainTextAsync("gas-rising-indoor in nanming/c3");
        await Expect(visit.Tile("nanming/c3")).ToHaveClassAsync(new Regex("blind"));
        await Expect(visit.Tile("huaxi/c14")).Not.ToHaveClassAsync(new Regex("blind"));
    }

    [BrowserFact]
    public async Task A_new_red_alert_is_seen_and_said_at_once()
    {
        await using var visit = await browser.VisitAsync();
        await Expect(visit.Tile("nanming/c4")).ToHaveClassAsync(new Regex("none"));
        var fire = visit.Engine.City.Alert("777777777777777777777777", "smoke", "nanming/c4/g01/b1", "sm-1", 4, 1, 1, 0, "888888888888888888888888");
        visit.Engine.Raise(fire);
        await Expect(visit.Tile("nanming/c4")).ToHaveClassAsync(new Regex("red"));
        await Expect(visit.Page.Locator("[aria-live=assertive]")).ToHaveTextAsync("Red: smoke at sm-1 (nanming/c4/g01/b1)");
        await Expect(visit.Page).ToHaveTitleAsync("(2) RiskEngine: what is going wrong");
        visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(), ["removed"] = new JsonArray("777777777777777777777777") });
        await Expect(visit.Page).ToHaveTitleAsync("(1) RiskEngine: what is going wrong");
    }

    [BrowserFact]
    public async Task An_older_record_does_not_undo_a_newer_one()
    {
        await using var visit = await browser.VisitAsync("#/alerts");
        var older = (JsonObject)visit.Engine.City.Alerts[StubCity.Gas].DeepClone();
        (older["transition"], older["grade"], older["message"]) = (1, "blue", "an old word");
        visit.Engine.Tell("alerts", new JsonObject { ["changed"] = new JsonArray(older), ["removed"] = new JsonArray() });
        visit.Engine.Raise(visit.Engine.City.Alert("777777777777777777777777", "smoke", "nanming/c4/g01/b1", "sm-1", 1, 1, 1, 0, "888888888888888888888888"));
        await Expect(visit.Page.Locator(".item")).ToHaveCountAsync(5);
        await Expect(visit.Page.Locator(".item.red")).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByText("an old word")).ToHaveCountAsync(0);
    }

    [BrowserFact]
    public async Task Silence_and_loss_of_the_engine_are_told_and_end()
    {
        await using var visit = await browser.VisitAsync();
        visit.Engine.Silent = true;
        await Expect(visit.Page.Locator(".vitals.stale")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".trouble")).ToContainTextAsync("has said nothing for");
        visit.Engine.Silent = false;
        await Expect(visit.Page.Locator(".vitals.live")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".trouble")).ToHaveCountAsync(0);
    }
}
