using System.Globalization;
using RiskEngine.Rules.Cases;
using Xunit;

namespace RiskEngine.Rules.Tests;

public sealed class SeriesNotationTests
{
    [Theory]
    [InlineData("3x3 every 10s", "0:3 10:3 20:3")]
    [InlineData("3x4 +0.5 every 10s", "0:3 10:3.5 20:4 30:4.5")]
    [InlineData("3 x4 -1 every 10s", "0:3 10:2 20:1 30:0")]
    [InlineData("0 to 9 x4 every 1m", "0:0 60:3 120:6 180:9")]
    [InlineData("1, 2, 3 every 10s", "0:1 10:2 20:3")]
    [InlineData("1x2, gap 5m, 2x2 every 10s", "0:1 10:1 310:2 320:2")]
    [InlineData("gap 5m, 1x2 every 10s", "300:1 310:1")]
    [InlineData("true x2, false every 1s", "0:True 1:True 2:False")]
    [InlineData("open x2, closed every 1s", "0:open 1:open 2:closed")]
    [InlineData("\"3\" x2 every 1s", "0:3 1:3")]
    [InlineData("-1.5x2 + 0.1 every 500ms", "0:-1.5 0.5:-1.4")]
    public void Series_expands_to_values_at_seconds(string text, string expected)
    {
        var series = SeriesNotation.Parse(text, null, out var fault);

        Assert.True(series is not null, fault.Message);
        Assert.Equal(expected, string.Join(' ', series.Expand().Select(
            one => string.Create(CultureInfo.InvariantCulture, $"{one.After.TotalSeconds}:{one.Value}"))));
        Assert.Equal(series.Expand().Last().After, series.Length);
        Assert.Equal(series.Expand().Count(), series.Count);
    }

    [Theory]
    [InlineData("3x10")]
    [InlineData("every 10s")]
    [InlineData("3x10 every")]
    [InlineData("3x10 every ten seconds")]
    [InlineData("3x0 every 10s")]
    [InlineData("3x999999 every 10s")]
    [InlineData("3x10 +x every 10s")]
    [InlineData("a to b x10 every 10s")]
    [InlineData("1 to 2 every 10s")]
    [InlineData("gap soon every 10s")]
    [InlineData("3x10 every 10s noise -1")]
    [InlineData("3x10 every 10s seed x")]
    [InlineData("1,,2 every 10s")]
    public void What_is_no_series_is_refused_with_a_remedy(string text)
    {
        Assert.Null(SeriesNotation.Parse(text, null, out var fault));
        Assert.NotEmpty(fault.Message);
        Assert.NotEmpty(fault.Remedy);
    }

    [Fact]
    public void Noise_is_bounded_and_the_same_for_one_seed()
    {
        static double[] Values(string text) => [.. SeriesNotation.Parse(text, null, out _)!.Expand().Select(one => (double)one.Value!)];

        var noisy = Values("20x1000 every 1s noise 0.5 seed 7");
        Assert.Equal(noisy, Values("20x1000 every 1s noise 0.5 seed 7"));
        Assert.NotEqual(noisy, Values("20x1000 every 1s noise 0.5 seed 8"));
        Assert.All(noisy, value => Assert.InRange(value, 19.5, 20.5));
        Assert.InRange(noisy.Average(), 19.95, 20.05);
    }
}
