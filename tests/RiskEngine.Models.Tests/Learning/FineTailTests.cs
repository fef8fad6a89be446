using RiskEngine.Core.State;
using RiskEngine.Models.Learning;
using Xunit;

namespace RiskEngine.Models.Tests.Learning;

public sealed class FineTailTests
{
    [Fact]
    public void The_tail_of_a_mean_over_eight_channels_is_told_where_the_coarse_grid_sees_one_step()
    {
        var random = new Random(3);
        TailEstimate fine = new FineTail(2.8), coarse = new();
        for (var row = 0; row < 10_000; row++)
        {
            var value = Distance(random);
            fine.Learn(value);
            coarse.Learn(value);
        }

        // The root of chi-squared with eight degrees of freedom over eight exceeds 1.807 once in a thousand and 1.995 once in ten thousand.
        Assert.InRange(fine.Exceedance(1.807), 0.0007, 0.002);
        Assert.InRange(fine.Exceedance(1.995), 0.0001, 0.0006);
        Assert.InRange(coarse.Exceedance(1.995), 0.0007, 1);
    }

    [Fact]
    public void Beyond_the_grid_farther_is_rarer()
    {
        var random = new Random(4);
        var tail = new FineTail(3);
        for (var row = 0; row < 1000; row++) tail.Learn(Distance(random));
        Assert.True(tail.Exceedance(20) > tail.Exceedance(40));
        Assert.InRange(tail.Exceedance(1e9), double.Epsilon, 1e-9);
    }

    [Fact]
    public void It_restores_bit_for_bit()
    {
        var random = new Random(5);
        TailEstimate tail = new FineTail(3), restored = new FineTail(3);
        for (var row = 0; row < 1000; row++) tail.Learn(Distance(random), 0.3);
        var writer = new StateWriter();
        tail.Save(writer);
        var reader = new StateReader(writer.Written);
        restored.Restore(ref reader);
        for (var value = 0.1; value < 30; value *= 1.1) Assert.Equal(tail.Exceedance(value), restored.Exceedance(value));
    }

    private static double Distance(Random random)
    {
        var sum = 0.0;
        for (var c = 0; c < 8; c++) sum += Math.Pow(Noise.Normal(random), 2);
        return Math.Sqrt(sum / 8);
    }
}
