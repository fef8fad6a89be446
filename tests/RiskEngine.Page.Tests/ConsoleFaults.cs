using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace RiskEngine.Page.Tests;

/// <summary>What a page writes on its console and must not: errors, warnings, breaches of the policy, exceptions that nobody caught.</summary>
internal sealed class ConsoleFaults
{
    private readonly ConcurrentQueue<string> _faults = [];

    /// <summary>Listens to a page, and bounds how long each step on it may take.</summary>
    public ConsoleFaults(IPage page)
    {
        // What a browser itself writes about an answer of 401, or of a server that is not there, is no fault of the page.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal)) _faults.Enqueue(message.Text);
        };
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.SetDefaultTimeout(20_000);
        Assertions.SetDefaultExpectTimeout(20_000);
    }

    public void AssertEmpty() => Assert.Empty(_faults);
}
