using RiskEngine.Models.Meters;
using Xunit;

namespace RiskEngine.Models.Tests.Meters;

public sealed class RegisterTests
{
    [Theory]
    [InlineData("growth", 100, 106, 6)]
    [InlineData("standstill", 100, 100, 0)]
    [InlineData("rollover of five digits", 99_998, 4, 6)]
    [InlineData("rollover of five digits and a decimal", 9_999.9, 0.5, 0.6)]
    [InlineData("jitter of the last place", 100_000.05, 100_000.04, 0)]
    public void Use_is_the_difference_per_hour(string what, double before, double after, double use)
    {
        var register = new Register();
        Assert.True(double.IsNaN(register.Read(Noise.Time(0), before)), what);
        Assert.Equal(use, register.Read(Noise.Time(12), after), 1e-6);
        Assert.False(register.Restarted);
    }

    [Theory]
    [InlineData(52_000, 3)]
    [InlineData(99_998, 60_000)]
    [InlineData(5, -3)]
    public void A_drop_that_is_no_rollover_is_a_register_that_starts_anew(double before, double after)
    {
        var register = new Register();
        register.Read(Noise.Time(0), before);
        Assert.True(double.IsNaN(register.Read(Noise.Time(12), after)));
        Assert.True(register.Restarted);
        Assert.Equal(1, register.Read(Noise.Time(24), after + 1), 1e-9);
    }

    [Fact]
    public void A_missing_reading_is_bridged_and_a_repeated_time_passed_over()
    {
        var register = new Register();
        register.Read(Noise.Time(0), 10);
        Assert.True(double.IsNaN(register.Read(Noise.Time(6), double.NaN)));
        Assert.Equal(2, register.Read(Noise.Time(12), 12), 1e-9);
        Assert.True(double.IsNaN(register.Read(Noise.Time(12), 15)));
        Assert.Equal(3, register.Read(Noise.Time(24), 15), 1e-9);
    }
}
