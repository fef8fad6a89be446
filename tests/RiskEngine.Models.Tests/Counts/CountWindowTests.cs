using RiskEngine.Models.Counts;
using Xunit;

namespace RiskEngine.Models.Tests.Counts;

public sealed class CountWindowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void Its_sums_are_those_of_a_list_kept_in_full(int rows)
    {
        var random = new Random(4);
        var window = new CountWindow(rows);
        var all = new List<(double Count, double Mean)>();
        for (var row = 0; row < 500; row++)
        {
            if (row % 97 == 96)
            {
                window.Restart();
                all.Clear();
            }

            all.Add((random.Next(30), 1 + random.Next(20)));
            var far = window.Observe(all[^1].Count, all[^1].Mean, row % 24);
            var last = all.TakeLast(rows).ToArray();
            Assert.Equal(last.Sum(one => one.Count), window.Count);
            Assert.Equal(last.Sum(one => one.Mean), window.Mean);
            var sd = Math.Sqrt(window.Mean + 0.25 + (window.Dispersion * window.Mean * window.Mean));
            Assert.Equal(all.Count < rows ? 0 : (window.Count - window.Mean) / sd, far, 1e-9);
            window.Learn(0.01, row % 24);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void It_finds_out_how_much_counts_vary_beyond_poisson(double dispersion)
    {
        var random = new Random(8);
        var window = new CountWindow(1);
        for (var row = 0; row < 20_000; row++)
        {
            var rate = dispersion == 0 ? 20 : 20 * Math.Max(0, 1 + (Math.Sqrt(dispersion) * Noise.Normal(random)));
            window.Observe(Noise.Poisson(random, rate), 20, row % 24);
            window.Learn(0.001, row % 24);
        }

        Assert.InRange(window.Dispersion, dispersion * 0.4, (dispersion * 1.3) + 0.01);
    }
}
