using RiskEngine.Models.Evaluation;

namespace RiskEngine.Models.Tests.Meters;

/// <summary>A made-up house with a water meter, seventy days at a reading every five minutes, in which something leaks five times for two days.</summary>
/// <param name="Use">Use per hour.</param>
/// <param name="Register">What the meter shows.</param>
/// <param name="Recording">The leaks as labels.</param>
internal sealed record LeakyHouses(double[] Use, double[] Register, LabelledSeries Recording)
{
    private const int Day = 288;
    private const int Days = 70;

    /// <summary>Taps run at random from six to half past ten in the evening; the leaks take 0.02 to 0.06 an hour, a fourteenth to a fifth of the mean.</summary>
    public static LeakyHouses Of(int seed)
    {
        var random = new Random(seed);
        var leaks = Enumerable.Range(0, 5).Select(k => (Start: ((20 + (10 * k)) * Day) + random.Next(Day), Size: 0.02 + (0.04 * random.NextDouble()))).ToArray();
        var (use, register) = (new double[Days * Day], new double[Days * Day]);
        var shown = 0.0;
        for (var row = 0; row < use.Length; row++)
        {
            use[row] = row % Day is > 72 and < 270 && random.NextDouble() < 0.4 ? -Math.Log(1 - random.NextDouble()) : 0.004 * random.NextDouble();
            use[row] += leaks.Where(leak => row >= leak.Start && row <= leak.Start + (2 * Day)).Sum(leak => leak.Size);
            register[row] = shown += use[row] / 12;
        }

        var times = Enumerable.Range(0, use.Length).Select(Noise.Time).ToArray();
        var table = new ChannelTable(["use"], times, [.. times.Select(time => time.ToString())], use, new Dictionary<string, double[]>());
        return new(use, register, new LabelledSeries($"house {seed}", table, [.. leaks.Select(leak => new RowRange(leak.Start, leak.Start + (2 * Day)))]));
    }
}
