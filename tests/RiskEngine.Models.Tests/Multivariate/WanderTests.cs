using RiskEngine.Models.Multivariate;
using Xunit;

namespace RiskEngine.Models.Tests.Multivariate;

public sealed class WanderTests
{
    [Fact]
    public void A_channel_that_wanders_counts_for_less_while_it_is_young_and_one_that_does_not_counts_in_full()
    {
        var (still, wandering) = Share(400);
        Assert.InRange(still, 0.95, 1);
        Assert.InRange(wandering, 0.1, 0.4);
    }

    [Fact]
    public void With_time_a_wandering_channel_counts_too()
    {
        var (still, wandering) = Share(20_000);
        Assert.InRange(still, 0.9999, 1);
        Assert.InRange(wandering, 0.99, 1);
    }

    [Fact]
    public void A_channel_without_a_value_teaches_nothing()
    {
        var wander = new Wander(2);
        for (var row = 0; row < 300; row++)
        {
            wander.Temper([row % 2 == 0 ? 1 : -1, 5]);
            wander.Learn([1, double.NaN]);
        }

        var tempered = wander.Temper([1, 1]);
        Assert.InRange(tempered[0], 0.95, 1);
        Assert.InRange(tempered[1], 0.1, 0.2);
    }

    /// <summary>What is left of a deviation of 1 after so many rows, in a channel of white noise and in one that takes some 300 rows to swing.</summary>
    private static (double Still, double Wandering) Share(int rows)
    {
        var random = new Random(5);
        var wander = new Wander(2);
        for (var row = 0; row < rows; row++)
        {
            wander.Temper([Noise.Normal(random), 2 * Math.Sin(row / 300.0)]);
            wander.Learn([0, 0]);
        }

        var tempered = wander.Temper([1, 1]);
        return (tempered[0], tempered[1]);
    }
}
