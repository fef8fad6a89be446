using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Rules;

public sealed class ByKindTests
{
    private static readonly ByKind<string> Setting = new("otherwise",
    [
        new(new KindPattern("utility"), "utility"), new(new KindPattern("utility.*.flow"), "flow"), new(new KindPattern("utility.gas.*"), "gas"),
        new(new KindPattern("utility.gas.flow"), "gas flow"), new(new KindPattern("access"), "first"), new(new KindPattern("access"), "last"),
        new(new KindPattern("access.*"), "with a star"),
    ]);

    [Theory]
    [InlineData("sensor.gas", "otherwise")]
    [InlineData("utility", "utility")]
    [InlineData("utility.water", "utility")]
    [InlineData("utility.water.flow", "flow")]
    [InlineData("utility.gas.volume", "gas")]
    [InlineData("utility.gas.flow", "gas flow")]
    [InlineData("access", "last")]
    [InlineData("access.denied", "with a star")]
    public void The_most_specific_pattern_decides_and_of_equal_ones_the_last(string kind, string value) => Assert.Equal(value, Setting[kind]);
}
