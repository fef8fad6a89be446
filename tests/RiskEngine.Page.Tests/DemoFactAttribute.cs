namespace RiskEngine.Page.Tests;

/// <summary>A picture of a running demo: asked for by RISKENGINE_PAGE, the address that the demo prints first, and passed over without it.</summary>
internal sealed class DemoFactAttribute : FactAttribute
{
    public DemoFactAttribute()
    {
        if (Chromium.Path is null) Skip = BrowserFactAttribute.Missing;
        else if (Address is null) Skip = "draws docs/img anew from a running demo: RISKENGINE_PAGE=ADDRESS that './riskengine demo --seconds 120' prints";
    }

    public static string? Address { get; } = Environment.GetEnvironmentVariable("RISKENGINE_PAGE") is { Length: > 0 } address ? address.TrimEnd('/') : null;
}
