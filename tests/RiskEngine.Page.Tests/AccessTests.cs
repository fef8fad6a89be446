using System.Text.Json;
using System.Text.RegularExpressions;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>Everybody can use it: by keyboard, on a phone and on a wall, in both languages, in light and dark, with a screen reader.</summary>
public sealed class AccessTests(Browser browser) : IClassFixture<Browser>
{
    private const string Alert = $"#/alerts/{StubCity.Gas}";
    private const string Incident = $"#/incidents/{StubCity.GasIncident}";

    private static readonly string[] Views = ["#/", "#/now/huaxi/c12", "#/alerts", Alert, Incident, "#/rules", $"#/rules/{StubCity.Rule}", "#/engine"];

    [BrowserFact]
    public async Task The_keyboard_alone_finds_the_worst_place_and_acknowledges()
    {
        await using var visit = await browser.VisitAsync();
        var keys = visit.Page.Keyboard;
        await keys.PressAsync("Tab");
        await Expect(visit.Page.Locator(".skip")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await TabToAsync(visit, ".tile");

        // The map is one stop of the Tab key; arrows move inside it.
        await WalkToAsync(visit, "huaxi/c12");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.Locator("[aria-current=location]")).ToHaveTextAsync("c12");
        await Expect(visit.Page.Locator(".tile:focus")).ToHaveAttributeAsync("data-area", new Regex("^huaxi/c12/"));
        await keys.PressAsync("Backspace");
        await Expect(visit.Page.Locator("[aria-current=location]")).ToHaveTextAsync("huaxi");
        await Expect(visit.Page.Locator(".tile:focus")).ToHaveAttributeAsync("data-area", new Regex("^huaxi/"));

        await TabToAsync(visit, ".attention .item");
        await keys.PressAsync("End");
        await Expect(visit.Page.Locator(".attention .item").Last).ToBeFocusedAsync();
        await keys.PressAsync("Home");
        await keys.PressAsync("Enter");
        await Expect(visit.Page.Locator("article.detail")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();

        await TabToAsync(visit, ".actions .main");
        await keys.PressAsync("Enter");
        await Expect(visit.Dialog).ToBeVisibleAsync();
        await keys.PressAsync("Escape");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator(".actions .main")).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await TabToAsync(visit, "dialog input[name=by]");
        await keys.TypeAsync("li");
        await TabToAsync(visit, "dialog summary");
        await keys.PressAsync("Enter");
        await TabToAsync(visit, "dialog input[type=password]");
        await keys.TypeAsync(StubEngine.Token);
        await keys.PressAsync("Enter");
        await Expect(visit.Dialog).ToHaveCountAsync(0);
        Assert.Equal($"incidents/{StubCity.GasIncident}/acknowledge", Assert.Single(visit.Engine.Requests).Path);
    }

    [BrowserTheory]
    [InlineData(390, false, "en-GB")]
    [InlineData(390, true, "zh-CN")]
    [InlineData(1440, false, "zh-CN")]
    [InlineData(1440, true, "en-GB")]
    [InlineData(2560, false, "en-GB")]
    public async Task Axe_finds_nothing_and_nothing_sticks_out(int width, bool dark, string locale)
    {
        await using var visit = await browser.VisitAsync("#/", width, dark, locale);
        var axe = await File.ReadAllTextAsync(Path.Combine(Workbench.Tests.Repository.Root, "tests", "RiskEngine.Page.Tests", "axe", "axe.min.js"));
        foreach (var view in Views)
        {
            await visit.GoAsync(view);
            await CheckAsync(visit, axe, $"{view} at {width}");
        }

        await visit.GoAsync(Alert);
        await visit.Page.Locator(".actions button").Nth(1).ClickAsync();
        await CheckAsync(visit, axe, $"dialog at {width}");
    }

    [BrowserFact]
    public async Task Both_languages_are_whole()
    {
        await using var visit = await browser.VisitAsync("#/", locale: "zh-CN");
        foreach (var view in Views)
        {
            await visit.GoAsync(view);
            Assert.DoesNotMatch(@"\b(page|col|places|alert|rules|vitals|grade|attention|lanes|coverage|action)\.[a-z_]+", await visit.Page.Locator("body").InnerTextAsync());
        }

        await visit.GoAsync(Alert);
        Assert.Equal("zh-CN", await visit.Page.Locator("html").GetAttributeAsync("lang"));
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("huaxi/c12/g07/b3 的 gm-00412 异常");
        await visit.Button("English").ClickAsync();
        await Expect(visit.Page.Locator("h1")).ToContainTextAsync("gas-rising-indoor at gm-00412");
        await visit.Page.ReloadAsync();
        await Expect(visit.Button("Acknowledge")).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task Light_and_dark_follow_the_system_until_somebody_chooses()
    {
        await using var visit = await browser.VisitAsync(dark: true);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await visit.Button("Light colours").ClickAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
    }

    [BrowserFact]
    public async Task Times_are_those_of_the_browser_and_say_so()
    {
        await using var visit = await browser.VisitAsync();
        await Expect(visit.Page.Locator("footer")).ToContainTextAsync("Asia/Shanghai");
    }

    private static async Task CheckAsync(Visit visit, string axe, string where)
    {
        var found = await visit.Page.EvaluateAsync<JsonElement>(
            axe + "; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })"
            + ".then((all) => all.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)}`)))");
        Assert.True(found.GetArrayLength() == 0, $"{where}: {string.Join('\n', found.EnumerateArray())}");
        Assert.True(await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0, $"{where} is wider than its window");
        var small = await visit.Page.EvaluateAsync<JsonElement>(
            "[...document.querySelectorAll('main button, main .tile, main .item, nav a, select, input, summary')].filter((one) => one.checkVisibility()"
            + " && (one.getBoundingClientRect().height < 23.5 || one.getBoundingClientRect().width < 23.5)).map((one) => one.outerHTML.slice(0, 160))");
        Assert.True(small.GetArrayLength() == 0, $"{where} has targets below 24 px: {string.Join('\n', small.EnumerateArray())}");
    }

    private static async Task TabToAsync(Visit visit, string selector)
    {
        for (var step = 0; step < 60; step++)
        {
            if (await FocusIsAsync(visit, selector)) return;
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        Assert.Fail($"60 presses of Tab do not lead to {selector}");
    }

    /// <summary>Arrow keys towards a tile, as somebody presses them who sees it: along the longer way first.</summary>
    private static async Task WalkToAsync(Visit visit, string area)
    {
        var seen = new HashSet<string?>();
        for (var step = 0; step < 40; step++)
        {
            var keys = await visit.Page.EvaluateAsync<string[]>(
                "(area) => { const box = (one) => { const at = one.getBoundingClientRect(); return [at.x + at.width / 2, at.y + at.height / 2]; };"
                + " const [x, y] = box(document.activeElement); const [tx, ty] = box(document.querySelector(`[data-area=\"${area}\"]`));"
                + " if (document.activeElement.dataset.area === area) return [];"
                + " const ways = [tx > x ? 'ArrowRight' : 'ArrowLeft', ty > y ? 'ArrowDown' : 'ArrowUp'];"
                + " return Math.abs(tx - x) > Math.abs(ty - y) ? ways : ways.reverse(); }",
                area);
            if (keys.Length == 0) return;
            // Where the longer way leads back to what was passed, the other one.
            await visit.Page.Keyboard.PressAsync(keys[seen.Add(await FocusedAsync(visit)) ? 0 : 1]);
        }

        Assert.Fail($"40 arrow keys do not lead to {area}");
    }

    private static Task<string?> FocusedAsync(Visit visit) => visit.Page.EvaluateAsync<string?>("document.activeElement.dataset.area");

    private static Task<bool> FocusIsAsync(Visit visit, string selector) => visit.Page.EvaluateAsync<bool>("(selector) => document.activeElement.matches(selector)", selector);
}
