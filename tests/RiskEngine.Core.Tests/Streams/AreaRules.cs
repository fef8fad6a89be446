using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Rank;
using RiskEngine.Core.Detection.Types.Share;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Tests.Streams;

/// <summary>Made-up rules of the types that look at what is true in areas, after the rules that they count: thresholds without dwell, so that what is true follows from the last
/// reading of each source.</summary>
internal static class AreaRules
{
    public static readonly string[] Types = ["share", "rank"];

    public static readonly KeyBy District = new(KeyKind.Area, "district", 1);
    public static readonly KeyBy Community = new(KeyKind.Area, "community", 2);

    public static List<Rule> Make(string type, Random random, TimeSpan unit)
    {
        var counted = Enumerable.Range(1, random.Next(1, 3)).Select(i => Counted($"r{i}", 2 * i)).ToList();
        string[] ids = [.. counted.Select(rule => rule.Id)];
        var least = (Grade)random.Next(1, 4);
        var (share, rank) = (type == "share", random.Next(2) == 0);
        Core.Rules.Detection detection = share
            ? new ShareDetection
            {
                RuleIds = ids, While = least, Per = random.Next(3) switch { 0 => KeyBy.Source, 1 => KeyBy.Site, _ => new KeyBy(KeyKind.Area, "grid", 3) },
                KnownFor = unit * random.Next(5, 60), AtLeast = random.Next(1, 3),
            }
            : new RankDetection { RuleIds = ids, While = least, Kind = (CorrelationKind)random.Next(3), Among = rank ? District : null, Worst = random.Next(1, 3) };
        var ladder = share ? NewerRules.Rising(10, 40, 70) : NewerRules.Rising(1, 2, 3);
        return [.. counted, YellowRule.Of(detection, 1, "area") with { By = share && random.Next(2) == 0 ? District : Community, Grades = ladder }];
    }

    /// <summary>Yellow, orange and red at distances of two.</summary>
    private static Rule Counted(string id, double from) =>
        YellowRule.Of(new ThresholdDetection(EventNumber.Value), from, id) with { Grades = NewerRules.Rising(from, from + 2, from + 4) };
}
