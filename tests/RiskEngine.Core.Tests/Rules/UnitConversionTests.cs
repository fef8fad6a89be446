using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Rules;

public sealed class UnitConversionTests
{
    [Theory]
    [InlineData(-4, "[degF]", "Cel", -20)]
    [InlineData(98.6, "\u00b0F", "Cel", 37)]
    [InlineData(0, "K", "Cel", -273.15)]
    [InlineData(20, "Cel", "[degF]", 68)]
    [InlineData(1, "atm", "hPa", 1013.25)]
    [InlineData(14.5, "psi", "kPa", 99.973980751)]
    [InlineData(1, "kWh", "MJ", 3.6)]
    [InlineData(90, "km/h", "m/s", 25)]
    [InlineData(1, "m3/h", "l/min", 16.6666666667)]
    [InlineData(400, "ppm", "%", 0.04)]
    [InlineData(1, "mg/l", "g/m3", 1)]
    [InlineData(0.1, "m", "m", 0.1)]
    [InlineData(1e300, "kPa", "Pa", 1e303)]
    public void Numbers_are_those_of_the_tables(double value, string from, string to, double expected)
    {
        Assert.True(UnitConversion.TryFind(from, to, out var conversion));
        Assert.Equal(expected, conversion.Apply(value), Math.Abs(expected) * 1e-11);
    }

    [Theory]
    [InlineData("Cel", "hPa")]
    [InlineData("%LEL", "%")]
    [InlineData("bananas", "Cel")]
    [InlineData("", "Cel")]
    [InlineData("mW", "mV")]
    public void What_measures_other_things_or_is_not_known_converts_nowhere(string from, string to) => Assert.False(UnitConversion.TryFind(from, to, out _));

    [Fact]
    public void A_unit_that_is_not_known_is_the_same_as_itself()
    {
        Assert.True(UnitConversion.TryFind("%LEL", "%LEL", out var same));
        Assert.Equal(0.1 + 0.2, same.Apply(0.1 + 0.2));
    }

    [Theory]
    [InlineData("Cel", "[degF]")]
    [InlineData("hPa", "[psi]")]
    [InlineData("l/min", "m3/h")]
    [InlineData("[mi_i]/h", "m/s")]
    public void There_and_back_is_where_it_began(string one, string other)
    {
        Assert.True(UnitConversion.TryFind(one, other, out var there) & UnitConversion.TryFind(other, one, out var back));
        for (var value = -1000.0; value < 1000; value += 12.5) Assert.Equal(value, back.Apply(there.Apply(value)), 1e-8);
    }
}
