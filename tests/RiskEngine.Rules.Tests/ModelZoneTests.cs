using System.Globalization;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Scoring;
using RiskEngine.Models;
using RiskEngine.Workbench.RuleTests;
using Xunit;

namespace RiskEngine.Rules.Tests;

/// <summary><c>time_zone</c> of the types <c>score</c> and <c>baseline</c>.</summary>
public sealed class ModelZoneTests
{
    private static readonly IModel Auto = ModelCatalog.Kinds[0].Assumed();
    private static readonly DateTimeOffset Change = new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("score")]
    [InlineData("baseline")]
    public void Model_is_told_the_zone(string type)
    {
        var (told, other) = (One(type, ", time_zone: Europe/Berlin"), One(type, ", time_zone: Asia/Shanghai"));
        Assert.Equal(Auto.With(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"))!.ParameterHash, Assert.IsType<ScoreDetection>(told.Detection).Model.ParameterHash);
        Assert.NotEqual(told.Hash, other.Hash);
        Assert.Equal(One(type, "").Hash, One(type, ", time_zone: UTC").Hash);
    }

    [Theory]
    [InlineData(", time_zone: Peking", "detect.time_zone 'Peking' is not known here; write Asia/Shanghai")]
    [InlineData(", time_zone: Europe/Berln", "detect.time_zone 'Europe/Berln' is not known here; write Europe/Berlin")]
    [InlineData(", model: sigma, time_zone: Europe/Berlin", "model sigma does not go by the clock and takes no time_zone; delete the line, or write model: auto")]
    public void Zone_that_cannot_be_is_told_with_a_remedy(string more, string expected)
    {
        var found = Load("baseline", more, "").Diagnostics.Where(found => found.Severity == Diagnostics.DiagnosticSeverity.Error);
        Assert.Equal(expected, found.Select(one => $"{one.Message}; {one.Remedy}").Single());
    }

    /// <summary>Many come from seven to nineteen by the clock of Berlin, few at other hours; the clock is put forward before the last week.</summary>
    [Fact]
    public void Clock_that_is_put_forward_raises_no_alert_in_its_zone()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var random = new Random(3);
        var start = Change.AddDays(-35);
        var events = new List<string>();
        for (var time = start; time < Change.AddDays(7); time = time.AddHours(1))
        {
            var value = (TimeZoneInfo.ConvertTime(time, zone).Hour is >= 7 and < 19 ? 100 : 5) + random.Next(-2, 3);
            events.Add(string.Create(CultureInfo.InvariantCulture, $"      - {{at: {(time - start).TotalHours}h, value: {value}}}"));
        }

        var tests = $"tests:\n  - name: t\n    start: {start:yyyy-MM-ddTHH:mm:ssZ}\n    events:\n{string.Join('\n', events)}\n    expect: nothing\n";
        var (inZone, inUtc) = (AlertsAfterChange(", seasonality: daily, time_zone: Europe/Berlin", tests), AlertsAfterChange(", seasonality: daily", tests));
        Assert.True(inZone == 0 && inUtc >= 5, $"{inZone} alerts in the zone, {inUtc} in UTC");
    }

    private static int AlertsAfterChange(string more, string tests)
    {
        var loaded = Load("baseline", more, tests);
        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Diagnostics.Take(3)));
        return RuleTestRunner.RunAll(loaded.Documents)[0].Transitions.Count(one => one.Number == 1 && one.At.ToDateTimeOffset() >= Change);
    }

    private static Core.Rules.Rule One(string type, string more) => Assert.Single(Load(type, more, "").Rules);

    private static RuleLoadResult Load(string type, string more, string tests)
    {
        var rule = $"id: a-rule\ntitle: A rule\nby: source\non: flow.people\nowner: o\ndetect: {{type: {type}, measure: value{more}}}\n"
            + $"grades: {{yellow: '>= {(type == "baseline" ? "3" : "0.9")}'}}\n";
        return new RuleLoader(RuleLoadOptions.Default with { Models = [Auto, new ThreeSigmaModel("sigma")] }).LoadText("r.yaml", rule + tests);
    }
}
