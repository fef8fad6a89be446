namespace RiskEngine.Core.Tests.Streams;

/// <summary>Readings that mostly repeat the one before, for types that know keys by their readings.</summary>
internal static class SteadyStream
{
    /// <summary>300 readings of one to three sources in turn.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="unit">The longest time between two readings of a source.</param>
    /// <param name="changes">One reading in so many differs from the one before.</param>
    public static List<Reading> Make(Random random, TimeSpan unit, int changes)
    {
        var sources = random.Next(1, 4);
        var levels = new int[sources];
        var at = RandomStream.Start.Micros;
        var stream = new List<Reading>();
        for (var i = 0; i < 300; i++)
        {
            at += random.NextInt64(RandomStream.Micros(unit) / sources);
            var source = i % sources;
            if (random.Next(changes) == 0) levels[source] = random.Next(8);
            stream.Add(new Reading(at, $"s{source}", "huaxi/c12/g07/b3", levels[source], 100 + i));
        }

        return stream;
    }
}
