using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Time;

public sealed class EventTimeTests
{
    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000Z")]
    [InlineData(1_000, "1970-01-01T00:00:00.001Z")]
    [InlineData(1_001, "1970-01-01T00:00:00.001001Z")]
    [InlineData(-1, "1969-12-31T23:59:59.999999Z")]
    [InlineData(253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z")]
    public void Text_is_rfc_3339_in_utc(long micros, string text) => Assert.Equal(text, new EventTime(micros).ToString());

    [Fact]
    public void The_ends_of_time_have_signs_of_their_own() => Assert.Equal(("-", "+"), (EventTime.MinValue.ToString(), EventTime.MaxValue.ToString()));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9, 0)]
    [InlineData(10, 10)]
    [InlineData(-1, -10)]
    [InlineData(-10, -10)]
    [InlineData(-11, -20)]
    public void A_time_falls_into_the_slice_that_starts_at_or_before_it(long seconds, long start) =>
        Assert.Equal(new EventTime(start * 1_000_000), new EventTime(seconds * 1_000_000).FloorTo(TimeSpan.FromSeconds(10)));

    [Theory]
    [InlineData(999, 0)]
    [InlineData(1000, 1)]
    [InlineData(-1, -1)]
    [InlineData(-1000, -1)]
    [InlineData(-1001, -2)]
    public void Milliseconds_round_down(long micros, long millis) => Assert.Equal(millis, new EventTime(micros).UnixMilliseconds);

    [Fact]
    public void Arithmetic_and_order_follow_the_calendar()
    {
        var time = EventTime.From(new DateTimeOffset(2026, 11, 21, 18, 0, 0, TimeSpan.FromHours(8)));
        Assert.Equal("2026-11-21T10:00:00.000Z", time.ToString());
        Assert.Equal(time, EventTime.From(time.ToDateTimeOffset()));
        var later = time + TimeSpan.FromMicroseconds(7);
        Assert.Equal(TimeSpan.FromMicroseconds(7), later - time);
        Assert.Equal(time, later - TimeSpan.FromMicroseconds(7));
        Assert.True(time < later && later > time && time <= later && EventTime.MinValue < time && later < EventTime.MaxValue);
        Assert.Equal((time, later), (EventTime.Min(time, later), EventTime.Max(time, later)));
    }
}
