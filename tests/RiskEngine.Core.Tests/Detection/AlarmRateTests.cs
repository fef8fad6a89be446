using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

public sealed class AlarmRateTests
{
    [Theory]
    [InlineData(1, 6, 0.43)]
    [InlineData(1, 60, 0.43)]
    [InlineData(7, 6, 0.43)]
    [InlineData(1, 6, 3)]
    public void Alarms_come_about_as_often_as_allowed(double perWeek, int rowsPerHour, double scale)
    {
        const int weeks = 100;
        var random = new Random(7);
        var rate = new AlarmRate();
        var alarms = 0;
        for (var hour = 0; hour < weeks * 168; hour++)
        {
            var alarmed = false;
            for (var row = 0; row < rowsPerHour; row++)
            {
                var strength = -scale * Math.Log(1 - random.NextDouble());
                alarmed |= !rate.Warming && perWeek / rate.PerWeek(strength) >= 1;
                rate.Learn(At(hour, row / (double)rowsPerHour), strength);
            }

            if (alarmed && hour >= 4 * 168) alarms++;
        }

        Assert.InRange(alarms / (double)(weeks - 4), perWeek * 0.6, perWeek * 1.6);
    }

    [Theory]
    [InlineData("light")]
    [InlineData("heavy")]
    [InlineData("seldom more than nothing")]
    [InlineData("nothing or a little or much")]
    public void Alarms_come_about_as_often_as_allowed_however_findings_scatter(string shape)
    {
        const int weeks = 200;
        var random = new Random(5);
        var rate = new AlarmRate();
        var alarms = 0;
        for (var hour = 0; hour < weeks * 168; hour++)
        {
            var strength = Strength(shape, random);
            if (hour >= 4 * 168 && rate.PerWeek(strength) <= 1) alarms++;
            rate.Learn(At(hour, 0), strength);
        }

        // Measured 0.7 to 1.3.
        Assert.InRange(alarms / (double)(weeks - 4), 0.6, 1.5);
    }

    [Fact]
    public void A_stronger_finding_is_rarer()
    {
        var random = new Random(2);
        var rate = new AlarmRate();
        for (var hour = 0; hour < 500; hour++) rate.Learn(At(hour, 0), random.NextDouble() * 3);
        for (var strength = 0.0; strength < 15; strength += 0.1) Assert.True(rate.PerWeek(strength + 0.1) < rate.PerWeek(strength));
        Assert.InRange(rate.PerWeek(0), 167.9, 168.1);
    }

    [Fact]
    public void A_restored_rate_goes_on_as_the_saved_one()
    {
        var random = new Random(5);
        var kept = new AlarmRate();
        for (var hour = 0; hour < 200; hour++) kept.Learn(At(hour, 0.5), random.NextDouble());
        var writer = new StateWriter();
        kept.Save(writer);
        var reader = new StateReader(writer.Written);
        var restored = new AlarmRate();
        restored.Restore(ref reader);
        Assert.True(reader.AtEnd);
        for (var hour = 200; hour < 400; hour++)
        {
            var strength = random.NextDouble() * 2;
            Assert.Equal(kept.PerWeek(strength), restored.PerWeek(strength));
            kept.Learn(At(hour, 0.2), strength);
            restored.Learn(At(hour, 0.2), strength);
        }
    }

    [Fact]
    public void A_rule_without_a_threshold_alarms_at_what_its_own_series_never_does()
    {
        var rule = YellowRule.Of(new ScoreDetection { Model = new MeanModel(), Inputs = [EventNumber.Value], FalseAlarmsPerWeek = 1 }, 1);
        var usual = Enumerable.Range(0, 150).Select(hour => (hour * 3600.0, 10 + ((hour % 7) * 0.1))).ToArray();
        Assert.Empty(YellowRule.Run(rule, 150 * 3600, usual));
        Assert.StartsWith("540000s rule gm-1 Yellow", Assert.Single(YellowRule.Run(rule, 151 * 3600, [.. usual, (540_000, 18)])), StringComparison.Ordinal);
    }

    private static double Strength(string shape, Random random)
    {
        var chance = 1 - random.NextDouble();
        return shape switch
        {
            "light" => Math.Sqrt(-Math.Log(chance)),
            "heavy" => Math.Pow(chance, -1 / 3.0) - 1,
            "seldom more than nothing" => chance > 0.06 ? 0 : -2.5 * Math.Log(chance / 0.06),
            _ => chance > 0.06 ? chance * 0.02 : 1.5 - (2 * Math.Log(chance / 0.06)),
        };
    }

    private static EventTime At(int hour, double part) => EventTime.From(new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero)) + TimeSpan.FromHours(hour + part);
}
