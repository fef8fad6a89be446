using FsCheck;
using FsCheck.Fluent;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Time;

public sealed class WatermarkTests
{
    [Fact]
    public void It_never_moves_back_and_only_events_behind_it_are_late() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(NonNegativeInt Lateness, int[] Times)>(), input =>
        {
            var watermark = new Watermark(TimeSpan.FromMicroseconds(input.Lateness.Get));
            foreach (var time in input.Times)
            {
                var before = watermark.Value;
                var at = new EventTime(time);
                if (time % 5 == 0) watermark.AdvanceTo(at);
                else if (watermark.Observe(at) == at < before) return false;
                if (watermark.Value < before) return false;
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_follows_the_newest_event_at_the_distance_of_the_lateness()
    {
        var watermark = new Watermark(TimeSpan.FromMicroseconds(10));
        Assert.True(watermark.Observe(new EventTime(100)));
        Assert.Equal(new EventTime(90), watermark.Value);
        Assert.True(watermark.Observe(new EventTime(90)));
        Assert.False(watermark.Observe(new EventTime(89)));
        Assert.Equal(new EventTime(90), watermark.Value);
    }
}
