using RiskEngine.Core.Time;

namespace RiskEngine.Models.Tests;

/// <summary>Seeded stationary noises on which a calibrated score must keep its promise.</summary>
internal static class Noise
{
    public static readonly string[] Kinds = ["gaussian", "poisson", "heavy-tailed", "autocorrelated", "seasonal"];

    public static EventTime Time(int row) => EventTime.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)) + TimeSpan.FromMinutes(5 * row);

    public static double[] Of(string kind, int rows, int seed)
    {
        var random = new Random(seed);
        var carried = 0.0;
        return Enumerable.Range(0, rows).Select(row => kind switch
        {
            "gaussian" => 10 + (2 * Normal(random)),
            "poisson" => Poisson(random, 4),
            "heavy-tailed" => Normal(random) / Math.Sqrt((Square(random) + Square(random) + Square(random)) / 3),
            "autocorrelated" => carried = (0.9 * carried) + Normal(random),
            _ => 50 + (20 * Math.Sin(2 * Math.PI * row / 288)) + (3 * Normal(random)),
        }).ToArray();
    }

    /// <summary>The same kinds as whole numbers: what people, vehicles and swipes look like.</summary>
    public static double[] Counts(string kind, int rows, int seed)
    {
        var random = new Random(seed);
        var carried = 0.0;
        return Enumerable.Range(0, rows).Select(row => (double)(kind switch
        {
            "gaussian" => (int)Math.Max(0, Math.Round(40 + (6 * Normal(random)))),
            "poisson" => Poisson(random, 4),
            "heavy-tailed" => Poisson(random, -5 * Math.Log(1 - random.NextDouble())),
            "autocorrelated" => Poisson(random, 6 * Math.Exp(carried = (0.9 * carried) + (0.2 * Normal(random)))),
            _ => Poisson(random, 12 + (10 * Math.Sin(2 * Math.PI * row / 288))),
        })).ToArray();
    }

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double Square(Random random) => Math.Pow(Normal(random), 2);

    public static int Poisson(Random random, double mean)
    {
        double chance = Math.Exp(-mean), sum = chance, at = random.NextDouble();
        var count = 0;
        for (; at > sum && count < 1000; sum += chance) chance *= mean / ++count;
        return count;
    }
}
