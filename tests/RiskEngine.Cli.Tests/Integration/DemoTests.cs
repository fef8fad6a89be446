using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>The demo as a process: its engine is that of <c>run</c>, and whatever ends it, nothing of it is left.</summary>
[Collection(LifecycleCollection.Name)]
public sealed class DemoTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Demo_that_is_stopped_saves_everything_and_leaves_nothing()
    {
        using var demo = Start("demo");
        await demo.WaitUntilReady();
        Assert.Equal(["demo", "reading"], Left().Select(folder => Path.GetFileName(folder).Split('-')[1]).Order());

        Assert.True(await demo.Stop() == ExitCode.Ok, demo.Output);
        Assert.Contains("planted incidents", demo.Output, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    [Fact]
    public async Task Rules_with_errors_are_refused_with_their_places_and_leave_nothing()
    {
        var rules = _folder.Write("broken.yaml", "id: broken\ntitle: Broken\non: sensor.gas\nby: nobody\n");
        using var demo = Start("demo", "--rules", rules);

        Assert.True(await demo.Exit(Patience) == ExitCode.BadRules, demo.Output);
        Assert.Contains("broken.yaml:4:", demo.Output, StringComparison.Ordinal);
        Assert.Empty(Left());
    }

    private EngineProcess Start(params string[] words) => EngineProcess.Start("demo", words, new Dictionary<string, string> { ["TMPDIR"] = _folder.Root });

    private string[] Left() => Directory.GetDirectories(_folder.Root, "riskengine-*");
}
