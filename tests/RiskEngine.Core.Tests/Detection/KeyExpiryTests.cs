using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

public sealed class KeyExpiryTests
{
    private static readonly KeyExpiry After64Minutes = new(TimeSpan.FromMinutes(64));

    [Fact]
    public void A_period_is_a_sixty_fourth_of_the_silence()
    {
        Assert.Equal(TimeSpan.FromMinutes(1), After64Minutes.Period);
        Assert.Equal(TimeSpan.FromDays(30) / 64, KeyExpiry.Default.Period);
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyExpiry(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1)));
        Assert.Equal(TimeSpan.FromSeconds(4.6875), new KeyExpiry(TimeSpan.FromMinutes(5)).Period);
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(64, 64)]
    [InlineData(64.5, 65)]
    [InlineData(65, 65)]
    [InlineData(65.0001, 66)]
    public void Memory_is_counted_in_whole_periods_and_never_less_than_the_silence(double minutes, long periods) =>
        Assert.Equal(periods, After64Minutes.PeriodsIn(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Every_time_lies_in_its_period_before_the_epoch_too()
    {
        const long Minute = 60_000_000;
        foreach (var micros in new[] { -Minute - 1, -Minute, -Minute + 1, -1, 0, 1, Minute - 1, Minute, Minute + 1, 29_000_000 * Minute })
        {
            var period = After64Minutes.PeriodOf(new EventTime(micros));
            Assert.InRange(micros, After64Minutes.StartOf(period).Micros, After64Minutes.StartOf(period + 1L).Micros - 1);
            Assert.Equal(period * Minute, After64Minutes.StartOf(period).Micros);
        }
    }

    [Fact]
    public void Times_too_far_for_a_number_fall_to_the_first_and_the_last_period()
    {
        var shortest = new KeyExpiry(TimeSpan.FromMinutes(5));
        Assert.Equal(int.MinValue + 1, shortest.PeriodOf(EventTime.MinValue));
        Assert.Equal(int.MaxValue - 1, shortest.PeriodOf(EventTime.MaxValue));
    }
}
