using RiskEngine.Core.State;
using RiskEngine.Models.Univariate;
using Xunit;

namespace RiskEngine.Models.Tests.Univariate;

public sealed class LevelSpreadTests
{
    [Fact]
    public void Where_more_is_expected_more_scatter_is_usual()
    {
        var spread = Learned();
        var few = spread.At(4, 5, 5);
        var many = spread.At(100, 5, 5);

        // Mean absolute deviations of Poisson counts, 1.6 and 8; half the way to them from that of the hour, which is the same.
        Assert.InRange(few, 2.5, 3.3);
        Assert.InRange(many, 5.8, 6.8);
    }

    [Fact]
    public void What_was_never_expected_before_has_the_usual_scatter() => Assert.Equal(5, Learned().At(55, 5, 5), 6);

    [Theory]
    [InlineData(-1e30)]
    [InlineData(0)]
    [InlineData(1e30)]
    public void A_spread_is_above_zero_and_finite_whatever_is_expected(double expected)
    {
        var spread = Learned();
        Assert.InRange(spread.At(expected, 0, 0), 1e-13, 1e30);
        spread.Learn(1e30, 1e30, 70);
        Assert.InRange(spread.At(expected, 1, 1), 1e-13, 1e30);
    }

    [Fact]
    public void A_restored_spread_is_the_saved_one()
    {
        var saved = Learned();
        var writer = new StateWriter();
        saved.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = new LevelSpread();
        restored.Restore(ref reader);
        Assert.True(reader.AtEnd);
        foreach (var expected in new[] { 0.0, 4, 55, 100, 1000 }) Assert.Equal(saved.At(expected, 5, 5), restored.At(expected, 5, 5));
    }

    [Fact]
    public void A_band_of_more_rows_than_it_counts_is_refused()
    {
        var writer = new StateWriter();
        writer.UInt(0);
        writer.Count(2001);
        Assert.Throws<StateFormatException>(() =>
        {
            var reader = new StateReader(writer.Written);
            new LevelSpread().Restore(ref reader);
        });
    }

    private static LevelSpread Learned()
    {
        var random = new Random(4);
        var spread = new LevelSpread();
        for (var row = 1; row <= 6000; row++)
        {
            var expected = row % 2 == 0 ? 4 : 100;
            var count = Noise.Poisson(random, expected);
            spread.At(expected, 5, 5);
            spread.Learn(count, Math.Abs(count - expected), row);
        }

        return spread;
    }
}
