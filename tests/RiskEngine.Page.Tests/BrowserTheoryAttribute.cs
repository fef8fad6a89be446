namespace RiskEngine.Page.Tests;

/// <summary>The same for a table of cases.</summary>
internal sealed class BrowserTheoryAttribute : TheoryAttribute
{
    public BrowserTheoryAttribute()
    {
        if (Chromium.Path is null) Skip = BrowserFactAttribute.Missing;
    }
}
