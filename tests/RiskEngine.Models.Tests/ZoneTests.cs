using RiskEngine.Core.Scoring;
using RiskEngine.Core.Time;
using RiskEngine.Models.Auto;
using Xunit;

namespace RiskEngine.Models.Tests;

/// <summary>People live by local time: a clock that is changed shifts their day for a model that counts in UTC, and for none that knows their zone.</summary>
public sealed class ZoneTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly DateTimeOffset Spring = new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Autumn = new(2026, 10, 25, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> Kinds => [.. ModelCatalog.Kinds.Select(kind => kind.Name)];

    /// <summary>In the week before the change, and in the week after it.</summary>
    [Theory]
    [InlineData("auto", "spring")]
    [InlineData("auto", "autumn")]
    [InlineData("joint", "spring")]
    [InlineData("joint", "autumn")]
    public void Change_of_the_clock_is_no_finding_in_a_zone_that_knows_of_it(string kind, string when)
    {
        var change = when == "spring" ? Spring : Autumn;
        var (before, after) = Findings(Model(kind).With(Berlin)!, change);
        var (beforeInUtc, afterInUtc) = Findings(Model(kind), change);
        Assert.True(after <= before + 1, $"in its zone: {before}, then {after}");
        Assert.True(afterInUtc >= beforeInUtc + 5, $"in UTC, which shows that the change is one: {beforeInUtc}, then {afterInUtc}");
    }

    /// <summary>Bit for bit: nothing but hours and days may depend on the zone.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Series_of_a_zone_scores_as_one_of_utc_whose_times_are_local(string kind)
    {
        var (there, here) = (Model(kind).With(Shanghai)!.Create(1), Model(kind).Create(1));
        var random = new Random(5);
        double used = 1000;
        for (var row = 0; row < 21 * 96; row++)
        {
            var at = EventTime.From(Spring) + TimeSpan.FromMinutes(15 * row);
            used += (row % 96 is > 30 and < 70 ? 9 : 2) + random.Next(3);
            double[] values = [kind == "meters" ? used : (row % 96 is > 30 and < 70 ? 90 : 20) + random.Next(12) + (row == 1500 ? 300 : 0)];
            Assert.Equal(here.Observe(at + TimeSpan.FromHours(8), values), there.Observe(at, values));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_was_learned_in_one_zone_is_not_taken_for_that_of_another(string kind)
    {
        var model = Model(kind);
        string[] hashes = [model.ParameterHash, model.With(Berlin)!.ParameterHash, model.With(Shanghai)!.ParameterHash];
        Assert.Equal(3, hashes.Distinct().Count());
        Assert.Equal(model.ParameterHash, model.With(Berlin)!.With(TimeZoneInfo.Utc)!.ParameterHash);
        Assert.Equal(model.ParameterHash, model.With(TimeZoneInfo.FindSystemTimeZoneById("Etc/UTC"))!.ParameterHash);
    }

    [Fact]
    public void Rhythm_zone_and_calendar_can_be_told_in_any_order()
    {
        var calendar = HolidayCalendar.Read(["2026-05-01"], []);
        var one = ((AutoModel)((AutoModel)new AutoModel().With(calendar)).With(Seasonality.Weekly)!).With(Berlin)!;
        var other = ((AutoModel)new AutoModel().With(Berlin)!.With(Seasonality.Weekly)!).With(calendar);
        Assert.Equal(one.ParameterHash, other.ParameterHash);
        Assert.NotEqual(one.ParameterHash, new AutoModel().With(Berlin)!.ParameterHash);
    }

    private static IModel Model(string kind) => ModelCatalog.Kinds.First(one => one.Name == kind).Assumed();

    /// <summary>How many readings are unusual in the weeks before and after a change of the clock, among those of people who come at seven and leave at nineteen
    /// by their own: far from what is expected, where the model tells that.</summary>
    private static (int Before, int After) Findings(IModel model, DateTimeOffset change)
    {
        var scorer = model.Create(1);
        var random = new Random(7);
        var (before, after) = (0, 0);
        for (var time = change.AddDays(-8 * 7); time < change.AddDays(7); time = time.AddMinutes(15))
        {
            var isOpen = TimeZoneInfo.ConvertTime(time, Berlin).Hour is >= 7 and < 19;
            var value = isOpen ? 200 + (8 * Noise.Normal(random)) : Math.Max(0, 6 + Noise.Normal(random));
            var score = scorer.Observe(EventTime.From(time), [value]);
            var isFound = double.IsNaN(score.Low) ? score.Value >= 0.999 : Math.Abs(value - score.Expected) > 50;
            if (!isFound || time < change.AddDays(-7)) continue;
            if (time < change) before++;
            else after++;
        }

        return (before, after);
    }
}
