using RiskEngine.Models.Univariate;
using Xunit;

namespace RiskEngine.Models.Tests.Univariate;

public sealed class PeriodTests
{
    private const double Step = 300e6;
    private const double Hour = 3600e6;

    [Theory]
    [InlineData(2.3)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(31)]
    public void A_rhythm_that_the_clock_does_not_have_is_found(double hours)
    {
        var search = new PeriodSearch();
        var random = new Random(2);
        for (var row = 0; row < 12_000 && search.PeriodMicros == 0; row++)
            search.Observe((2 * Math.Sin(2 * Math.PI * row * Step / (hours * Hour))) + (0.5 * Noise.Normal(random)), Step);
        Assert.InRange(search.PeriodMicros / Hour, hours * 0.95, hours * 1.05);
    }

    [Theory]
    [InlineData("gaussian")]
    [InlineData("autocorrelated")]
    [InlineData("heavy-tailed")]
    public void Noise_has_none(string kind)
    {
        var search = new PeriodSearch();
        var values = Noise.Of(kind, 40_000, 3);
        var middle = values.Average();
        var spread = values.Average(value => Math.Abs(value - middle));
        foreach (var value in values) search.Observe((value - middle) / spread, Step);
        Assert.Equal(0, search.PeriodMicros);
    }

    [Fact]
    public void The_clocks_own_periods_are_not_told()
    {
        var search = new PeriodSearch();
        for (var row = 0; row < 20_000; row++) search.Observe(2 * Math.Sin(2 * Math.PI * row / 288), Step);
        Assert.Equal(0, search.PeriodMicros);
    }

    [Fact]
    public void A_profile_that_finds_the_period_forecasts_far_better_than_one_that_does_not()
    {
        double Error(bool finds)
        {
            var profile = new ClockProfile(findsPeriod: finds);
            var random = new Random(6);
            double error = 0;
            for (var row = 0; row < 12_000; row++)
            {
                var value = 50 + (20 * Math.Sin(2 * Math.PI * row / 87.3)) + Noise.Normal(random);
                profile.Forecast(Noise.Time(row));
                if (row >= 10_000) error += Math.Abs(value - profile.Expected);
                profile.Learn(value);
            }

            Assert.Equal(finds, profile.PeriodMicros > 0);
            return error / 2000;
        }

        Assert.InRange(Error(finds: true), 0, Error(finds: false) / 2);
    }

    [Fact]
    public void A_daily_series_keeps_its_day()
    {
        var profile = new ClockProfile(findsPeriod: true);
        var values = Noise.Of("seasonal", 20_000, 4);
        for (var row = 0; row < values.Length; row++)
        {
            profile.Forecast(Noise.Time(row));
            profile.Learn(values[row]);
        }

        Assert.Equal(0, profile.PeriodMicros);
    }
}
