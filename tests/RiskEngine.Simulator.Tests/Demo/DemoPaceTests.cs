using RiskEngine.Simulator.Demo;

namespace RiskEngine.Simulator.Tests.Demo;

public sealed class DemoPaceTests
{
    [Theory]
    [InlineData(20, 720, 4)]
    [InlineData(60, 240, 4)]
    [InlineData(120, 120, 4)]
    [InlineData(240, 120, 8)]
    public void A_demo_of_any_length_holds_whole_blocks(int seconds, double speed, int hours)
    {
        var pace = DemoPace.For(TimeSpan.FromSeconds(seconds));

        Assert.Equal(speed, pace.Speed, 6);
        Assert.Equal(hours, pace.Span.TotalHours, 6);
    }

    [Fact]
    public void A_demo_below_20_seconds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoPace.For(TimeSpan.FromSeconds(19)));
}
