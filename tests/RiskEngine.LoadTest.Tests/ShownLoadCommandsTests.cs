using RiskEngine.Cli.Tests.Docs;

namespace RiskEngine.LoadTest.Tests;

/// <summary>The commands <c>bench load …</c> that README and docs tell to type.</summary>
public sealed class ShownLoadCommandsTests
{
    [Fact]
    public void Commands_of_the_load_test_that_pages_show_are_accepted()
    {
        var shown = ShownCommands.All.Where(one => one.IsOurs && one.Starts("bench", "load")).ToList();

        Assert.NotEmpty(shown);
        Assert.Empty(
            from one in shown
            from fault in LoadTestCommand.Root().Parse(one.Arguments[2..]).Errors
            select $"{one}: {fault.Message}");
    }
}
