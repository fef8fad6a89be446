using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Rank;
using RiskEngine.Core.Detection.Types.Share;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Shares and ranks beside a slow twin that looks at the last reading of every source.</summary>
public sealed class AreaTypesTests
{
    private static readonly string[] Sites = ["huaxi/c11/g1/b1", "huaxi/c11/g1/b2", "huaxi/c11/g2/b1", "huaxi/c12/g1/b1", "huaxi/c12/g2/b1", "nan/c1/g1/b1", "nan/c2/g1/b1"];
    private static readonly int Streams = Effort.Of(150);

    [Theory]
    [InlineData("share")]
    [InlineData("rank")]
    public void Grades_are_those_of_counting_anew_after_every_event(string type)
    {
        var changes = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var unit = TimeSpan.FromSeconds(1);
            var rules = AreaRules.Make(type, random, unit);
            var stream = Stream(random, unit);
            var rig = new EvaluatorRig(rules);
            var actual = new Dictionary<string, Grade>();
            for (var i = 0; i < stream.Count; i++)
            {
                rig.Observe(stream[i]);
                rig.Drain();
                foreach (var change in rig.Transitions.Where(change => change.Rule.Id == "area"))
                {
                    changes++;
                    if (change.State == AlertState.Resolved) actual.Remove(change.Key);
                    else actual[change.Key] = change.Grade;
                }

                rig.Transitions.Clear();
                if (random.Next(8) == 0) rig = random.Next(2) == 0 ? rig.Restored(random.Next(2) == 0) : rig.TakenOver();
                var expected = Expected(rules[^1], rules, stream.GetRange(0, i + 1), actual);
                Assert.True(expected.OrderBy(one => one.Key).SequenceEqual(actual.OrderBy(one => one.Key)),
                    $"{type} stream {seed}, event {i}, {rules[^1].Detection}: expected {string.Join(", ", expected)}, found {string.Join(", ", actual)}");
            }
        }

        Assert.True(changes > Streams, $"only {changes} changes: the streams do not try the rules");
    }

    [Fact]
    public void Quarter_of_the_buildings_is_told_with_how_many_they_are()
    {
        var rules = Buildings(new ShareDetection { RuleIds = ["high"], Per = new KeyBy(KeyKind.Area, "building", 4) });
        var rig = new EvaluatorRig(rules);
        for (var i = 0; i < 8; i++) rig.Observe(At(i, 2, $"gm-{i}", $"huaxi/c11/g1/b{i}"));
        rig.Observe(At(10, 12, "gm-0", "huaxi/c11/g1/b0"));
        rig.Observe(At(11, 12, "gm-9", "huaxi/c11/g1/b0"));
        rig.Observe(At(12, 12, "gm-1", "huaxi/c11/g1/b1"));
        rig.Drain();
        var alert = rig.Transitions.Single(transition => transition.Rule.Id == "area");
        Assert.Equal(("huaxi/c11", 25.0, 2L), (alert.Key, alert.Measurement.Measure, alert.Measurement.Count));
    }

    [Fact]
    public void Member_that_is_gone_is_forgotten_and_the_share_of_those_left_rises()
    {
        var rules = Buildings(new ShareDetection { RuleIds = ["high"], Per = KeyBy.Source, KnownFor = TimeSpan.FromSeconds(48), AtLeast = 1 });
        var rig = new EvaluatorRig(rules);
        for (var i = 0; i < 8; i++) rig.Observe(At(0, 2, $"gm-{i}", "huaxi/c11/g1/b1"));
        rig.Observe(At(1, 12, "gm-0", "huaxi/c11/g1/b1"));
        for (var second = 30; second < 60; second += 10) rig.Observe(At(second, 12, "gm-0", "huaxi/c11/g1/b1"));
        rig.AdvanceTo(YellowRule.AtSecond(60));
        rig.Drain();
        var alert = rig.Transitions.Single(transition => transition.Rule.Id == "area");
        Assert.Equal((50.0, 100.0), ((alert.At - RandomStream.Start).TotalSeconds, alert.Measurement.Measure));
    }

    [Fact]
    public void Share_of_too_few_is_unknown()
    {
        var rig = new EvaluatorRig(Buildings(new ShareDetection { RuleIds = ["high"], Per = KeyBy.Source, AtLeast = 3 }));
        rig.Observe(At(0, 12, "gm-1", Sites[0]));
        rig.Observe(At(1, 12, "gm-2", Sites[0]));
        rig.Drain();
        Assert.DoesNotContain(rig.Transitions, transition => transition.Rule.Id == "area");
        rig.Observe(At(2, 2, "gm-3", Sites[0]));
        rig.Drain();
        Assert.Equal(66.7, Math.Round(rig.Transitions.Single(transition => transition.Rule.Id == "area").Measurement.Measure, 1));
    }

    [Fact]
    public void Worst_place_hands_over_to_one_that_becomes_worse_and_tells_its_rank()
    {
        var rule = YellowRule.Of(new RankDetection { RuleIds = ["high"], Worst = 1, Among = AreaRules.District }, 1, "area") with { By = AreaRules.Community };
        var rig = new EvaluatorRig(Buildings(rule.Detection)[0], rule);
        rig.Observe(At(0, 12, "gm-1", "huaxi/c11/g1/b1"));
        rig.Observe(At(1, 12, "gm-2", "nan/c1/g1/b1"));
        rig.Observe(At(2, 12, "gm-3", "huaxi/c12/g1/b1"));
        rig.Observe(At(3, 12, "gm-4", "huaxi/c12/g1/b1"));
        rig.Drain();
        string[] expected = ["0 huaxi/c11 Firing 1", "1 nan/c1 Firing 1", "2 huaxi/c12 Firing 1", "3 huaxi/c11 Resolved 0"];
        Assert.Equal(expected, rig.Transitions.Where(transition => transition.Rule.Id == "area")
            .Select(transition => $"{(transition.At - RandomStream.Start).TotalSeconds} {transition.Key} {transition.State} {transition.Measurement.Measure}"));
        var told = rig.Transitions.Last(transition => transition is { Rule.Id: "area", State: AlertState.Firing }).Findings.Single();
        Assert.Equal("rank 1 of 2 with alerts in huaxi; huaxi/c11 has 1", told.Shares[0].Words);
    }

    [Fact]
    public void Names_of_what_is_stored_stay()
    {
        var share = YellowRule.Of(new ShareDetection { RuleIds = ["a", "b"], Per = KeyBy.Site, KnownFor = TimeSpan.FromHours(1) }, 1, "r1") with { By = AreaRules.Community };
        Assert.Equal("share:r1:community:site:a, b:blue:36000000000", share.Detection.MemoryPart(share));
        var rank = YellowRule.Of(new RankDetection { RuleIds = ["a"], While = Grade.Red }, 1, "r1") with { By = AreaRules.Community };
        Assert.Equal("rank:r1:community:a:red", rank.Detection.MemoryPart(rank));
    }

    private static Reading At(double second, double value, string source, string site) => new(YellowRule.AtSecond(second), source, site, value, (long)second);

    private static Rule[] Buildings(Core.Rules.Detection detection) =>
    [
        YellowRule.Of(new Core.Detection.Types.Threshold.ThresholdDetection(EventNumber.Value), 10, "high"),
        YellowRule.Of(detection, 20, "area") with { By = AreaRules.Community },
    ];

    /// <summary>Sources stay where they are; some fall silent.</summary>
    private static List<Reading> Stream(Random random, TimeSpan unit)
    {
        var at = RandomStream.Start.Micros;
        var sources = random.Next(3, 12);
        return [.. Enumerable.Range(0, 60).Select(i =>
        {
            at += random.Next(1, 4) * RandomStream.Micros(unit);
            var source = random.Next(i < 30 ? sources : Math.Max(1, sources / 2));
            return new Reading(at, $"s{source}", Sites[source % Sites.Length], random.Next(0, 11), 100 + i);
        })];
    }

    private static Dictionary<string, Grade> Expected(Rule area, IReadOnlyList<Rule> rules, IReadOnlyList<Reading> seen, Dictionary<string, Grade> before)
    {
        var last = seen.GroupBy(reading => reading.Source).Select(group => group.Last()).ToList();
        var open = rules.Where(rule => rule != area)
            .SelectMany(rule => last.Select(reading => (Rule: rule, Reading: reading, Grade: GradeOf(rule, reading.Value)))).Where(one => one.Grade > Grade.None).ToList();
        var places = seen.Select(reading => Prefix(reading.Site, area.By.Depth)).Distinct().ToList();
        var measures = area.Detection switch
        {
            ShareDetection share => places.ToDictionary(place => place, place => ShareOf(share, place, last, open, seen[^1].At, area.By.Depth)),
            RankDetection rank => Ranked(rank, places.ToDictionary(place => place, place => ValueOf(rank, open.Where(one => one.Grade >= rank.While
                && Prefix(one.Reading.Site, area.By.Depth) == place).Select(one => (one.Rule.Id, one.Reading.Source)).ToList()))),
            _ => throw new NotSupportedException(),
        };

        // What is not known changes nothing.
        return measures.Select(one => (one.Key, Grade: double.IsNaN(one.Value) ? before.GetValueOrDefault(one.Key) : GradeOf(area, one.Value)))
            .Where(one => one.Grade > Grade.None).ToDictionary(one => one.Key, one => one.Grade);
    }

    private static double ShareOf(
        ShareDetection share, string place, List<Reading> last, List<(Rule Rule, Reading Reading, Grade Grade)> open, long now, int depth)
    {
        var period = RandomStream.Micros(share.Period);
        var known = last.Where(reading => Prefix(reading.Site, depth) == place && (reading.At / period * period) + period + RandomStream.Micros(share.KnownFor) >= now)
            .Select(reading => Member(share, reading)).ToHashSet();
        var bad = open.Where(one => one.Grade >= share.While && Prefix(one.Reading.Site, depth) == place).Select(one => Member(share, one.Reading)).ToHashSet();
        known.UnionWith(bad);
        return known.Count < share.AtLeast ? double.NaN : 100.0 * bad.Count / known.Count;
    }

    private static string Member(ShareDetection share, Reading reading) => share.Per.Kind switch
    {
        KeyKind.Source => reading.Source,
        KeyKind.Site => reading.Site,
        _ => Prefix(reading.Site, share.Per.Depth),
    };

    private static double ValueOf(RankDetection rank, List<(string Rule, string Source)> open) => rank.Kind switch
    {
        CorrelationKind.Count => open.Count,
        CorrelationKind.Distinct => open.Select(one => one.Source).Distinct().Count(),
        _ => open.Select(one => one.Rule).Distinct().Count(),
    };

    private static Dictionary<string, double> Ranked(RankDetection rank, Dictionary<string, double> values) => values.ToDictionary(one => one.Key, one =>
        values.Count(other => (rank.Among is null || Prefix(other.Key, 1) == Prefix(one.Key, 1)) && other.Value > one.Value) < rank.Worst ? one.Value : 0);

    private static Grade GradeOf(Rule rule, double value) =>
        Enum.GetValues<Grade>().Where(grade => rule.Grades[grade]?.Test(new Measurement(value, 1, EventTime.Epoch, EventTime.Epoch)) == Outcome.True)
            .DefaultIfEmpty(Grade.None).Max();

    private static string Prefix(string site, int depth) => string.Join('/', site.Split('/').Take(depth));
}
