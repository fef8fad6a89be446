using RiskEngine.Models.Counts;
using Xunit;

namespace RiskEngine.Models.Tests.Counts;

public sealed class SilenceTests
{
    [Theory]
    [InlineData(3, 0)]
    [InlineData(0.4, 0.7)]
    [InlineData(12, 0.1)]
    public void The_chance_of_zero_is_that_of_the_sum_over_rates(double mean, double dispersion)
    {
        // A gamma mixture of Poisson counts, integrated by brute force.
        double sum = 0, weight = 0;
        var shape = dispersion == 0 ? 0 : 1 / dispersion;
        for (var rate = 0.0005; rate < 60 && dispersion > 0; rate += 0.001)
        {
            var density = Math.Pow(rate, shape - 1) * Math.Exp(-rate * shape / mean);
            (sum, weight) = (sum + (density * Math.Exp(-rate)), weight + density);
        }

        Assert.Equal(dispersion == 0 ? Math.Exp(-mean) : sum / weight, Silence.Zero(mean, dispersion), 0.002);
    }

    [Fact]
    public void Zeros_that_come_often_are_learned_as_usual()
    {
        var random = new Random(2);
        var silence = new Silence();
        var outages = 0;
        var zero = false;
        for (var row = 0; row < 20_000; row++)
        {
            zero = random.NextDouble() < (zero ? 0.8 : 0.05);
            silence.Observe(Noise.Time(row), zero ? 0 : 10, 10, Silence.Zero(10, 0.1), learn: true);
            if (row > 2000 && silence.Outage) outages++;
        }

        Assert.Equal(0, outages / 200);
        for (var row = 0; row < 100; row++) silence.Observe(Noise.Time(20_000 + row), 0, 10, Silence.Zero(10, 0.1), learn: true);
        Assert.True(silence.Outage);
        Assert.Equal(Noise.Time(20_000), silence.Since);
    }
}
