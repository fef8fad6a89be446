using System.Runtime.CompilerServices;
using RiskEngine.Core.Registers;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Tests.Twins;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Registers;

/// <summary>What a register takes each of its readings for, and what it counts.</summary>
public sealed class RegisterTests
{
    private const double Step = 0.5;

    private static readonly RegisterLimits Known = new() { Tolerance = 0.1, MaxStep = 2, Capacity = 1000 };

    private static readonly int Streams = Effort.Of(3000);

    /// <summary>Readings a minute apart, after ten of a register that grows by a half each minute, and what they are taken for.</summary>
    public static TheoryData<string, double[], string, double> Readings => new()
    {
        { "growth", [100.5, 101], "Counted Counted", 1 },
        { "a dip of the last place", [99.9999, 100.5], "Noise Counted", 0.5 },
        { "a dip", [99.6, 100.5], "Waiting Returned", 0.5 },
        { "the same dip again is noise", [99.6, 100.5, 100.1, 100.6], "Waiting Returned Noise Counted", 0.6 },
        { "a single zero", [0, 100.5], "Waiting Returned", 0.5 },
        { "a zero for a while", [0, 0, 0, 100.5, 101], "Waiting Restarted Counted Moved Counted", 0.5 },
        { "a single wild reading", [90_000, 100.5], "Waiting Returned", 0.5 },
        { "two wild readings", [90_000, 8, 100.5], "Waiting Waiting Returned", 0.5 },
        { "a wild reading that lasts", [90_000, 90_000.5, 90_001], "Waiting Moved Counted", 1 },
        { "an exchange for a new meter", [0, 0.5, 1], "Waiting Restarted Counted", 1 },
        { "an exchange for a meter that had been tried", [0.25, 0.75], "Waiting Restarted", 0.75 },
        { "an exchange for a used meter", [70, 70.5, 71], "Waiting Moved Counted", 1 },
        { "an exchange while nothing is used", [0, 0, 0], "Waiting Restarted Counted", 0 },
        { "a stale backup", [99, 99.5, 100, 100.5], "Waiting Moved Counted Counted", 1.5 },
        { "a burst", [140, 180, 220], "Counted Counted Counted", 120 },
        { "a burst beyond all that was seen", [200, 300, 400], "Waiting Counted Counted", 300 },
        { "a jump within what was once lasting", [1000, 1000.5, 1500], "Waiting Moved Counted", 500 },
        { "no number", [double.NaN, double.PositiveInfinity, -1e300, 100.5], "NoReading NoReading NoReading Counted", 0.5 },
    };

    [Theory]
    [MemberData(nameof(Readings))]
    public void A_reading_is_taken_for(string what, double[] readings, string verdicts, double used)
    {
        var (register, at) = After(95.5, RegisterLimits.Guessed);
        var before = register.Total;
        Assert.Equal((what, verdicts), (what, string.Join(' ', readings.Select((reading, i) => register.Read(at.Next(i), reading, RegisterLimits.Guessed)))));
        Assert.Equal(used, register.Total - before, 1e-9);
    }

    [Theory]
    [InlineData("a roll-over at a power of ten", 9_995, new[] { 0.25, 0.75 }, "RolledOver Counted", 1.25)]
    [InlineData("a zero where it could have rolled over", 9_995, new[] { 0, 9_999.75 }, "RolledOver Moved", 0.5)]
    [InlineData("an exchange far below the top", 9_795, new[] { 0.25, 0.75 }, "Waiting Restarted", 0.75)]
    public void A_register_near_its_top_rolls_over(string what, double first, double[] readings, string verdicts, double used)
    {
        var (register, at) = After(first, RegisterLimits.Guessed);
        var before = register.Total;
        Assert.Equal((what, verdicts), (what, string.Join(' ', readings.Select((reading, i) => register.Read(at.Next(i), reading, RegisterLimits.Guessed)))));
        Assert.Equal(used, register.Total - before, 1e-9);
    }

    [Theory]
    [InlineData("a fall within the tolerance", new[] { 99.9, 100.5 }, "Noise Counted", 0.5)]
    [InlineData("a fall beyond it", new[] { 99.89, 100.5 }, "Waiting Returned", 0.5)]
    [InlineData("the greatest step", new[] { 102.0 }, "Counted", 2)]
    [InlineData("more than it, once", new[] { 102.1, 100.5 }, "Waiting Returned", 0.5)]
    [InlineData("more than it, for good", new[] { 102.1, 102.6 }, "Waiting Moved", 0.5)]
    [InlineData("more than it again and again is never use", new[] { 110, 120, 130.0 }, "Waiting Waiting Waiting", 0)]
    public void What_is_known_of_a_register_decides(string what, double[] readings, string verdicts, double used)
    {
        var (register, at) = After(95.5, Known);
        var before = register.Total;
        Assert.Equal((what, verdicts), (what, string.Join(' ', readings.Select((reading, i) => register.Read(at.Next(i), reading, Known)))));
        Assert.Equal(used, register.Total - before, 1e-9);
    }

    [Fact]
    public void A_known_capacity_is_where_it_rolls_over()
    {
        var (register, at) = After(994.5, Known);
        Assert.Equal(RegisterVerdict.RolledOver, register.Read(at.Next(0), 0.5, Known));
        Assert.Equal(6, register.Total, 1e-9);
    }

    [Fact]
    public void The_greatest_step_grows_with_the_time_that_it_is_for()
    {
        var limits = new RegisterLimits { MaxStep = 20, Per = TimeSpan.FromHours(1) };
        var (register, at) = After(95.5, limits);
        Assert.Equal(RegisterVerdict.Counted, register.Read(at.Next(0), 120, limits));
        Assert.Equal(RegisterVerdict.Waiting, register.Read(at.Next(59), 141, limits));
        Assert.Equal(RegisterVerdict.Returned, register.Read(at.Next(179), 160, limits));
    }

    [Fact]
    public void A_register_that_was_bad_from_the_first_reading_counts_from_where_it_stands()
    {
        var register = new Register();
        foreach (var (reading, i) in new[] { 0, 4218.1, 4218.12, 4218.14 }.Select((reading, i) => (reading, i))) register.Read(Minute.Next(i), reading, RegisterLimits.Guessed);
        Assert.Equal(0.04, register.Total, 1e-9);
    }

    [Fact]
    public void A_burst_is_counted_whatever_was_known_and_wherever_the_register_stands()
    {
        foreach (var start in new double[] { 0, 3, 5000 })
        {
            foreach (var quiet in new[] { 1, 50 })
            {
                foreach (var drip in new[] { 0, 0.001 })
                {
                    foreach (var exchanged in new[] { false, true })
                    {
                        var register = new Register();
                        var shown = start;
                        for (var i = 0; i < quiet; i++) register.Read(Minute.Next(i), shown += drip, RegisterLimits.Guessed);
                        if (exchanged) shown = 0;
                        for (var i = 0; i < 20; i++) register.Read(Minute.Next(quiet + i), shown += 1, RegisterLimits.Guessed);
                        Assert.True(register.Total is > 15 and < 21, $"{register.Total} from {start} after {quiet} by {drip}, {(exchanged ? "" : "not ")}exchanged");
                    }
                }
            }
        }
    }

    [Fact]
    public void A_jump_of_a_register_that_never_moved_is_a_bad_reading()
    {
        var register = new Register();
        var verdicts = new[] { 4218.1, 4218.1, 5218.1, 4218.1, 4219.1 }.Select((reading, i) => register.Read(Minute.Next(i), reading, RegisterLimits.Guessed));
        Assert.Equal("First Counted Waiting Returned Counted", string.Join(' ', verdicts));
        Assert.Equal(1, register.Total, 1e-9);
    }

    [Fact]
    public void A_zero_that_comes_twice_with_one_time_has_not_lasted()
    {
        var (register, at) = After(95.5, RegisterLimits.Guessed);
        Assert.Equal(RegisterVerdict.Waiting, register.Read(at, 0, RegisterLimits.Guessed));
        Assert.Equal(RegisterVerdict.Waiting, register.Read(at, 0, RegisterLimits.Guessed));
        Assert.Equal(RegisterVerdict.Returned, register.Read(at.Next(1), 100.5, RegisterLimits.Guessed));
    }

    [Fact]
    public void A_register_that_trembles_counts_next_to_nothing()
    {
        var random = new Random(1);
        var register = new Register();
        for (var i = 0; i < 10_000; i++) register.Read(Minute.Next(i), 10 + (random.Next(-4, 5) * 0.01), RegisterLimits.Guessed);
        Assert.InRange(register.Total, 0, 0.5);
    }

    [Fact]
    public void No_use_stays_hidden_however_it_comes()
    {
        var register = new Register();
        var shown = 10.0;
        for (var i = 0; i < 1000; i++) register.Read(Minute.Next(i), shown += 0.001, RegisterLimits.Guessed);
        var before = register.Total;
        for (var i = 1000; i < 2000; i++) register.Read(Minute.Next(i), shown += i % 10 == 0 ? 5 : 0, RegisterLimits.Guessed);
        Assert.InRange(register.Total - before, 490, 500);
    }

    [Fact]
    public void A_register_takes_no_more_than_its_numbers() => Assert.Equal(9 * sizeof(double), Unsafe.SizeOf<Register>());

    [Fact]
    public void Register_agrees_with_its_twin()
    {
        var verdicts = new HashSet<RegisterVerdict>();
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var limits = RegisterStream.Limits(random);
            var (register, twin) = (new Register(), new RegisterTwin(limits));
            var at = RandomStream.Start;
            foreach (var reading in RegisterStream.Readings(random, random.Next(2, 120), boundless: true))
            {
                at += TimeSpan.FromMilliseconds(random.Next(5) == 0 ? random.Next(3) * 700 : 10_000);
                var total = register.Total;
                var verdict = register.Read(at, reading, limits);
                var expected = twin.Read(at.Micros, reading);
                verdicts.Add(verdict);
                if (expected != verdict || Math.Abs(twin.Total - register.Total) > 1e-6)
                {
                    Assert.Fail($"stream {seed} at {at}: {reading} is {verdict}, not {expected}; {register.Total}, not {twin.Total}");
                }

                Assert.True(register.Total >= total - 1e-6, $"stream {seed}: falls at {at}");
                if (random.Next(10) == 0) register = Restored(register);
            }
        }

        Assert.Equal(Enum.GetValues<RegisterVerdict>().Length, verdicts.Count);
    }

    private static readonly EventTime Minute = RandomStream.Start;

    /// <summary>A register that grew by a half each minute for ten readings, and the time of the next.</summary>
    private static (Register Register, EventTime Next) After(double first, RegisterLimits limits)
    {
        var register = new Register();
        for (var i = 0; i < 10; i++) register.Read(Minute.Next(i), first + (i * Step), limits);
        return (register, Minute.Next(10));
    }

    private static Register Restored(Register register)
    {
        var writer = new StateWriter();
        register.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = new Register();
        restored.Restore(ref reader);
        Assert.True(reader.AtEnd);
        return restored;
    }
}

/// <summary>Readings a minute apart.</summary>
file static class Minutes
{
    public static EventTime Next(this EventTime at, double minutes) => at + TimeSpan.FromMinutes(minutes);
}
