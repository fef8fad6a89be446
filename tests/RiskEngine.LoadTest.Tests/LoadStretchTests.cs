namespace RiskEngine.LoadTest.Tests;

public sealed class LoadStretchTests
{
    private static readonly LoadFigure Held = new()
    {
        Subject = "engine", Stretch = "sustained", Asked = 100_000, Rate = 99_900, Seconds = 60, WorstBehind = 40_000, MemoryBytes = 1, Cores = new Dictionary<string, double>(),
    };

    [Fact]
    public void Rate_that_was_taken_without_falling_behind_is_held() => Assert.True(LoadStretch.Holds(Held, TimeSpan.FromSeconds(1)));

    [Fact]
    public void Rate_is_not_held_where_less_was_taken_or_too_much_waited_or_the_run_has_a_fault()
    {
        Assert.False(LoadStretch.Holds(Held with { Rate = 97_000 }, TimeSpan.FromSeconds(1)));
        Assert.False(LoadStretch.Holds(Held with { WorstBehind = 100_001 }, TimeSpan.FromSeconds(1)));
        Assert.True(LoadStretch.Holds(Held with { WorstBehind = 100_001 }, TimeSpan.FromSeconds(10)));
        Assert.False(LoadStretch.Holds(Held with { Fault = "the ledger does not balance" }, TimeSpan.FromSeconds(1)));
        Assert.False(LoadStretch.Holds(Held with { Asked = null }, TimeSpan.FromSeconds(1)));
    }
}
