using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up streams of a few sources: equal times, bursts, long silences, events without a value, sources that move.</summary>
internal static class RandomStream
{
    public static readonly EventTime Start = EventTime.From(new DateTimeOffset(2026, 11, 21, 10, 0, 0, TimeSpan.Zero));

    private static readonly string[] Sites = ["huaxi/c12/g07/b3", "huaxi/c12/g07/b4", "huaxi/c13/g01/b1"];

    /// <summary>A stream in event-time order.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="unit">The step in which things happen here; windows and dwell times are made from it too.</param>
    /// <param name="events">How many events.</param>
    public static List<Reading> InOrder(Random random, TimeSpan unit, int events)
    {
        var readings = new List<Reading>();
        var sources = random.Next(1, 5);
        var at = Start.Micros + random.NextInt64(1000) * 1_000_000;
        var level = random.Next(0, 10);
        var regular = random.Next(3) == 0;
        for (var i = 0; i < events; i++)
        {
            at += Gap(random, Micros(unit), regular);
            if (random.Next(8) == 0) level = random.Next(0, 14);
            var source = random.Next(sources);
            var site = Sites[random.Next(40) == 0 ? random.Next(Sites.Length) : source % Sites.Length];
            var value = random.Next(15) == 0 ? double.NaN : Math.Max(-3, level + random.Next(-2, 3));
            readings.Add(new Reading(at, $"s{source}", site, value, 100 + i));
        }

        return readings;
    }

    public static long Micros(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Gap(Random random, long unit, bool regular) => random.Next(20) switch
    {
        0 => unit * random.Next(10, 40),
        1 or 2 => unit * random.Next(0, 4),
        _ when regular => unit,
        < 8 => 0,
        < 14 => unit,
        _ => random.NextInt64(unit * 2),
    };
}
