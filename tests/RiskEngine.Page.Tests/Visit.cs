using Microsoft.Playwright;

namespace RiskEngine.Page.Tests;

/// <summary>One open page and its engine. At its end nothing may stand on the console: no error, no breach of the policy.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConsoleFaults _console;

    private Visit(StubEngine engine, IBrowserContext context, IPage page)
    {
        Engine = engine;
        _context = context;
        Page = page;
        _console = new ConsoleFaults(page);
    }

    public StubEngine Engine { get; }

    public IPage Page { get; }

    public static async Task<Visit> OpenAsync(StubEngine engine, IBrowserContext context, string address)
    {
        var visit = new Visit(engine, context, await context.NewPageAsync());
        await visit.GoAsync(address);
        await Assertions.Expect(visit.Page.Locator(".vitals.live")).ToBeVisibleAsync();
        return visit;
    }

    public async Task GoAsync(string address)
    {
        await Page.GotoAsync($"{Engine.Address}/{address}");
        await Page.Locator("main :is(h1, .item, .tile)").First.WaitForAsync();
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Dialog => Page.Locator("dialog");

    /// <summary>The tile of a place.</summary>
    public ILocator Tile(string area) => Page.Locator($"[data-area=\"{area}\"]");

    /// <summary>Fills in the dialog and sends it.</summary>
    public async Task SendAsync(string action, string? reason = null)
    {
        await Dialog.GetByLabel("By").FillAsync("li");
        if (reason is not null) await Dialog.Locator("textarea").FillAsync(reason);
        if (!await Dialog.Locator("details").EvaluateAsync<bool>("one => one.open")) await Dialog.Locator("summary").ClickAsync();
        await Dialog.Locator("input[type=password]").FillAsync(StubEngine.Token);
        await Dialog.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await Assertions.Expect(Dialog).ToHaveCountAsync(0);
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Engine.DisposeAsync();
        _console.AssertEmpty();
    }
}
