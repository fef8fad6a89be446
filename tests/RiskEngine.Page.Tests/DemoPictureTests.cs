using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace RiskEngine.Page.Tests;

/// <summary>Draws the pictures of README: the page over a running demo, while its gas incident is open.</summary>
public sealed class DemoPictureTests(Browser browser) : IClassFixture<Browser>
{
    private const int MostBytes = 200_000;
    private const string Rule = "gas-evacuation";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [DemoFact]
    public async Task The_page_is_drawn_while_people_are_to_leave_a_building()
    {
        await using var context = await browser.ContextAsync();
        var page = await context.NewPageAsync();
        var console = new ConsoleFaults(page);
        await page.SetViewportSizeAsync(1440, 960);
        await page.GotoAsync(DemoFactAttribute.Address!);
        await Expect(page.Locator(".vitals.live")).ToBeVisibleAsync();

        var alert = await FirstAsync();
        await Expect(page.Locator(".tile.red").First).ToBeVisibleAsync();
        await ShootAsync(page, "page-now.png");
        await page.GotoAsync($"{DemoFactAttribute.Address}/#/alerts/{alert}");
        await page.Locator(".because li").First.WaitForAsync();
        await page.Locator(".timeline li").First.WaitForAsync();
        await ShootAsync(page, "page-alert.png");
        console.AssertEmpty();
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        // A picture is taken of what has been drawn, not of what is about to be.
        await page.EvaluateAsync("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled });
        Assert.InRange(picture.Length, 10_000, MostBytes);
        await File.WriteAllBytesAsync(Path.Combine(Workbench.Tests.Repository.Root, "docs", "img", name), picture);
    }

    /// <summary>The id of the first alert of the rule.</summary>
    private static async Task<string> FirstAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri(DemoFactAttribute.Address!) };
        using var end = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(0.5));
        while (await timer.WaitForNextTickAsync(end.Token))
        {
            using var answer = await http.GetAsync($"/api/v1/alerts?rule={Rule}", end.Token);
            if (!answer.IsSuccessStatusCode) continue;
            using var json = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(end.Token), default, end.Token);
            foreach (var row in json.RootElement.GetProperty("items").EnumerateArray()) return row.GetProperty("alert").GetString()!;
        }

        throw new TimeoutException($"no alert of {Rule} within {Patience}");
    }
}
