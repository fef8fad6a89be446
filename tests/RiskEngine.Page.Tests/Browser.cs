using Microsoft.Playwright;

namespace RiskEngine.Page.Tests;

/// <summary>One Chromium for all tests of the page; not there where the machine has none, and then no test asks for it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Path is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>A new visitor with an engine of his own.</summary>
    internal async Task<Visit> VisitAsync(string address = "#/", int width = 1440, bool dark = false, string locale = "en-GB")
    {
        var engine = await StubEngine.StartAsync();
        return await Visit.OpenAsync(engine, await ContextAsync(width, dark, locale), address);
    }

    /// <summary>A browser of its own: nothing is left of another test.</summary>
    internal Task<IBrowserContext> ContextAsync(int width = 1440, bool dark = false, string locale = "en-GB", string zone = "Asia/Shanghai") => _browser!.NewContextAsync(new()
    {
        ViewportSize = new() { Width = width, Height = width < 500 ? 844 : 900 },
        ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        Locale = locale,
        TimezoneId = zone,
        ReducedMotion = ReducedMotion.Reduce,
    });
}
