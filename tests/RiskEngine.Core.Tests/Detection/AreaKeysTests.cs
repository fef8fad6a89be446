using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Rules that are evaluated by areas, and alerts that are counted for the area that they lie in.</summary>
public sealed class AreaKeysTests
{
    private static readonly KeyBy District = new(KeyKind.Area, "district", 1);
    private static readonly KeyBy Community = new(KeyKind.Area, "community", 2);
    private static readonly KeyBy Grid = new(KeyKind.Area, "grid", 3);

    [Fact]
    public void Sites_of_an_area_share_its_alert_and_areas_do_not()
    {
        Assert.Equal(
            ["0s high huaxi/c12 Yellow 9", "2s high huaxi/c13 Yellow 9", "3s high huaxi/c12 end 1"],
            Run([High("high", Community)], (0, "huaxi/c12/g07/b3", 9), (1, "huaxi/c12/g08/b1", 8), (2, "huaxi/c13/g07/b3", 9), (3, "huaxi/c12/g09", 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2999)]
    public void Any_number_of_sites_may_come_in_any_order(int first)
    {
        var rig = new EvaluatorRig(High("high", Community));
        foreach (var site in Enumerable.Range(0, 3000)) rig.Vocabulary.Sites.Intern(Site(site));
        var offset = 0L;
        foreach (var site in Enumerable.Range(0, 150).Prepend(first)) rig.Observe(new Reading(YellowRule.AtSecond(offset), "gm", Site(site), 9, offset++));
        rig.Drain();
        Assert.Equal(new[] { first }.Concat(Enumerable.Range(0, 150)).Select(site => $"huaxi/c{site / 2}").Distinct(), rig.Transitions.Select(t => t.Key));
        Assert.All(rig.Transitions, t => Assert.Equal(t.Key, t.Site));

        static string Site(int number) => $"huaxi/c{number / 2}/g{number % 2}";
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2999)]
    public void Any_number_of_sources_may_come_in_any_order(int first)
    {
        var rig = new EvaluatorRig(High("high", KeyBy.Source));
        foreach (var source in Enumerable.Range(0, 3000)) rig.Vocabulary.Sources.Intern($"gm-{source}");
        var offset = 0L;
        foreach (var source in Enumerable.Range(0, 600).Prepend(first)) rig.Observe(new Reading(YellowRule.AtSecond(offset), $"gm-{source}", "a/b", 9, offset++));
        rig.Drain();
        var spoke = new[] { first }.Concat(Enumerable.Range(0, 600)).Distinct().ToList();
        Assert.Equal(spoke.Select(source => $"gm-{source}"), rig.Transitions.Select(t => t.Key));
        Assert.Equal(spoke.Count, rig.Evaluator.LiveSources);
    }

    /// <summary>An alert says something about each area that it lies in, about its site where it has one, and about nothing smaller.</summary>
    [Theory]
    [InlineData("source", "site", "huaxi/c12/g07/b3")]
    [InlineData("site", "site", "huaxi/c12/g07/b3")]
    [InlineData("grid", "site", null)]
    [InlineData("source", "community", "huaxi/c12")]
    [InlineData("site", "community", "huaxi/c12")]
    [InlineData("grid", "community", "huaxi/c12")]
    [InlineData("community", "community", "huaxi/c12")]
    [InlineData("same depth", "community", "huaxi/c12")]
    [InlineData("community", "grid", null)]
    [InlineData("district", "community", null)]
    [InlineData("community", "district", "huaxi")]
    [InlineData("source", "source", "gm")]
    [InlineData("site", "source", null)]
    public void Alerts_are_counted_for_the_places_that_they_lie_in(string counted, string by, string? key)
    {
        var detection = new CorrelationDetection { RuleIds = ["high"], Kind = CorrelationKind.Count, Within = TimeSpan.FromSeconds(30) };
        var lines = Run([High("high", By(counted)), YellowRule.Of(detection, 1, "around") with { By = By(by) }], (0, "huaxi/c12/g07/b3", 9));
        Assert.Equal(key is null ? [] : [$"0s around {key} Yellow 1"], lines.Where(line => line.StartsWith("0s around", StringComparison.Ordinal)));
    }

    private static KeyBy By(string name) => name switch
    {
        "source" => KeyBy.Source,
        "site" => KeyBy.Site,
        "district" => District,
        "community" => Community,
        "grid" => Grid,
        _ => new KeyBy(KeyKind.Area, name, Community.Depth),
    };

    private static Rule High(string id, KeyBy by) => YellowRule.Of(new ThresholdDetection(EventNumber.Value), 5, id) with { By = by };

    private static string[] Run(Rule[] rules, params (double At, string Site, double Value)[] events)
    {
        var rig = new EvaluatorRig(rules);
        for (var i = 0; i < events.Length; i++) rig.Observe(new Reading(YellowRule.AtSecond(events[i].At), "gm", events[i].Site, events[i].Value, i));
        rig.AdvanceTo(YellowRule.AtSecond(events[^1].At + 1));
        rig.Drain();
        return
        [
            .. rig.Transitions.Select(t => FormattableString.Invariant(
                $"{(t.At - RandomStream.Start).TotalSeconds}s {t.Rule.Id} {t.Key} {(t.State == Core.Alerts.AlertState.Resolved ? "end" : t.Grade)} {t.Measurement.Measure}")),
        ];
    }
}
