namespace RiskEngine.Page.Tests;

/// <summary>A test that needs a browser: passed over, and said so, where there is none.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium.Path is null) Skip = Missing;
    }

    public static string Missing => "no chromium on the path: install Debian's package chromium, or name one in RISKENGINE_CHROMIUM";
}
