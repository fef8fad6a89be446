namespace RiskEngine.LoadTest.Tests;

public sealed class LoadVerdictTests
{
    private static readonly LoadVerdict Sound = new(Published: 1000, Accounted: 1000, LedgersBalance: true, Lost: 0, Late: 0, Planted: 7, Came: 7);

    [Fact]
    public void Sound_run_has_a_rate()
    {
        Assert.Null(Sound.Fault);
        Assert.False(Sound.IsVoid);
    }

    [Fact]
    public void Every_disagreement_takes_the_rate_away()
    {
        Assert.Equal("1,000 events were published and 999 accounted for", (Sound with { Accounted = 999 }).Fault);
        Assert.Equal("1,000 events were published and 1,001 accounted for", (Sound with { Accounted = 1001 }).Fault);
        Assert.Equal("the ledger does not balance", (Sound with { LedgersBalance = false }).Fault);
        Assert.Equal("3 events were late", (Sound with { Late = 3 }).Fault);
        Assert.Equal("7 alerts were expected and 6 came", (Sound with { Came = 6 }).Fault);
        Assert.Equal("7 alerts were expected and 8 came", (Sound with { Came = 8 }).Fault);
    }

    [Fact]
    public void Records_that_the_broker_dropped_make_a_run_void_whatever_else_it_shows()
    {
        var verdict = Sound with { Lost = 12, Accounted = 988, Came = 5, LedgersBalance = false };
        Assert.True(verdict.IsVoid);
        Assert.Equal("void: the broker dropped 12 records before they were read", verdict.Fault);
    }
}
