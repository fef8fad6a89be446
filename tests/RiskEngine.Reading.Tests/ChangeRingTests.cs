using RiskEngine.Reading.Changes;

namespace RiskEngine.Reading.Tests;

public sealed class ChangeRingTests
{
    [Fact]
    public void Whoever_comes_back_gets_what_was_missed_and_nothing_twice()
    {
        var ring = new ChangeRing();
        for (var i = 0; i < 10; i++) ring.Publish("vitals", new byte[] { (byte)i });
        Assert.Equal([7L, 8, 9, 10], ring.After(6)!.Select(one => one.Number));
        Assert.Empty(ring.After(10)!);
    }

    [Fact]
    public void Whoever_is_overtaken_is_told()
    {
        var ring = new ChangeRing(mostEvents: 4);
        for (var i = 0; i < 10; i++) ring.Publish("vitals", new byte[1]);
        Assert.Equal(4, ring.After(6)!.Count);
        Assert.Null(ring.After(5));
        Assert.Null(ring.After(11));
    }

    [Fact]
    public void Bytes_are_bounded_and_the_latest_is_always_kept()
    {
        var ring = new ChangeRing(mostBytes: 100);
        ring.Publish("alerts", new byte[60]);
        ring.Publish("alerts", new byte[60]);
        Assert.Null(ring.After(0));
        ring.Publish("alerts", new byte[500]);
        Assert.Single(ring.After(2)!);
    }

    [Fact]
    public void What_nobody_noted_is_missed()
    {
        var ring = new ChangeRing();
        ring.Publish("alerts", new byte[1]);
        ring.Skip();
        Assert.Null(ring.After(1));
        Assert.Empty(ring.After(ring.Last)!);
    }

    [Fact]
    public async Task Waiting_ends_with_the_next_event()
    {
        var ring = new ChangeRing();
        var waiting = ring.WaitBeyond(ring.Last);
        Assert.False(waiting.IsCompleted);
        ring.Publish("alerts", new byte[1]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.True(ring.WaitBeyond(0).IsCompleted);
    }
}
