using Microsoft.Extensions.Time.Testing;
using RiskEngine.Core.Time;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Pipeline.Tests.Running;

public sealed class IdleClockTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void It_goes_on_at_wall_speed_from_the_watermark_once_there_is_silence_for_long_enough()
    {
        var clock = new IdleClock(5 * Second, _time);
        clock.StartFrom(LoopRig.At(100));
        _time.Advance(4.9 * Second);
        Assert.Null(clock.Tick());
        _time.Advance(0.1 * Second);
        Assert.Equal(LoopRig.At(105), clock.Tick());
        _time.Advance(3600 * Second);
        Assert.Equal(LoopRig.At(3705), clock.Tick());
    }

    [Fact]
    public void A_partition_that_has_seen_no_event_has_no_time()
    {
        var clock = new IdleClock(5 * Second, _time);
        clock.StartFrom(EventTime.MinValue);
        _time.Advance(60 * Second);
        Assert.Null(clock.Tick());
    }

    [Fact]
    public void An_event_ends_the_silence()
    {
        var clock = new IdleClock(5 * Second, _time);
        clock.StartFrom(LoopRig.At(0));
        _time.Advance(4 * Second);
        clock.StartFrom(LoopRig.At(2));
        _time.Advance(4 * Second);
        Assert.Null(clock.Tick());
        _time.Advance(Second);
        Assert.Equal(LoopRig.At(7), clock.Tick());
    }
}
