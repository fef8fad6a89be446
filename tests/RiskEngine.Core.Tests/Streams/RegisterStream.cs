using RiskEngine.Core.Registers;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up registers with all that befalls them: noise, bad readings once and for long, exchanges, roll-overs, bursts, standstill.</summary>
internal static class RegisterStream
{
    /// <summary>What a register showed, one reading after the other; whole numbers, so that sums are exact.</summary>
    /// <param name="random">Decides everything.</param>
    /// <param name="count">How many readings.</param>
    /// <param name="boundless">Whether some are no finite numbers.</param>
    public static IEnumerable<double> Readings(Random random, int count, bool boundless = false)
    {
        double register = random.Next(4) switch { 0 => 0, 1 => 9_990 - random.Next(5), 2 => random.Next(500), _ => random.Next(100_000) };
        var wild = 0;
        var lie = 0.0;
        var burst = 0;
        for (var i = 0; i < count; i++)
        {
            register += burst-- > 0 ? 300 : random.Next(3) == 0 ? 0 : random.Next(1, 4);
            switch (random.Next(25))
            {
                case 0: (wild, lie) = (random.Next(1, 4), Lie(random, register, boundless)); break;
                case 1: register = random.Next(3) == 0 ? random.Next(100_000) : random.Next(3); break;
                case 2: burst = random.Next(1, 5); break;
                case 3: register -= random.Next(1, 4); break;
            }

            if (register >= 10_000 && random.Next(4) == 0) register -= 10_000;
            yield return wild-- > 0 ? lie : random.Next(12) == 0 ? register - random.Next(3) : register;
        }
    }

    /// <summary>The stream with registers in the place of its values; events without a value stay without.</summary>
    public static List<Reading> Over(IReadOnlyList<Reading> stream, Random random)
    {
        var registers = stream.GroupBy(reading => reading.Source).ToDictionary(source => source.Key, source => Readings(random, source.Count()).GetEnumerator());
        return [.. stream.Select(reading => registers[reading.Source] is var register && register.MoveNext() && !double.IsNaN(reading.Value)
            ? reading with { Value = register.Current }
            : reading)];
    }

    /// <summary>Some of the limits, or none.</summary>
    public static RegisterLimits Limits(Random random) => random.Next(2) == 0
        ? RegisterLimits.Guessed
        : new RegisterLimits
        {
            Tolerance = random.Next(2) == 0 ? random.Next(4) : null,
            MaxStep = random.Next(2) == 0 ? random.Next(1, 400) : null,
            Per = random.Next(2) == 0 ? TimeSpan.FromSeconds(random.Next(1, 20)) : null,
            Capacity = random.Next(2) == 0 ? 10_000 : null,
        };

    private static double Lie(Random random, double register, bool boundless) => random.Next(6) switch
    {
        0 or 1 => 0,
        2 => random.Next(2_000_000),
        3 => -999,
        4 when boundless => double.PositiveInfinity,
        _ => register + 1000,
    };
}
