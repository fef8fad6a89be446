using RiskEngine.Models.Meters;
using Xunit;

namespace RiskEngine.Models.Tests.Meters;

public sealed class NightMinimumTests
{
    [Fact]
    public void It_is_the_least_hourly_mean_of_the_last_full_day()
    {
        var random = new Random(3);
        var night = new NightMinimum();
        var uses = Enumerable.Range(0, 12 * 24 * 9).Select(_ => random.NextDouble()).ToArray();
        for (var row = 0; row < uses.Length; row++)
        {
            var judged = night.Observe(Noise.Time(row), uses[row]);
            Assert.Equal(row % 12 == 0 && row >= 12 * 24, judged);
            if (!judged) continue;
            var hour = row / 12;
            var least = Enumerable.Range(hour - 24, 24).Min(one => uses[(one * 12)..((one + 1) * 12)].Average());
            Assert.Equal(least, night.Now, 1e-12);
            night.Learn(1);
        }
    }

    [Fact]
    public void Hours_without_readings_are_not_judged()
    {
        var night = new NightMinimum();
        for (var row = 0; row < 12 * 48; row++) night.Observe(Noise.Time(row), 1);
        Assert.False(night.Observe(Noise.Time(12 * 60), 1));
        Assert.False(night.Observe(Noise.Time(12 * 61), 1));
        Assert.True(double.IsNaN(night.Now));
    }
}
