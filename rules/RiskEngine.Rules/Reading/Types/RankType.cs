using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Rank;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>rank</c>: the places that are worst among others.</summary>
internal static class RankType
{
    public static readonly RuleType Type = new("rank", "Finds the places that are worst among others, by the alerts of other rules that are true there now.",
        [CorrelationKeys.Rules, StandingKeys.Measure, StandingKeys.While, StandingKeys.Among, StandingKeys.Worst], Read)
    {
        NamesItsKinds = true,
        LooksAtAlerts = true,
        Stores = RankDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var rules = Standing.Rules(detect);
        var measure = detect.Has(StandingKeys.Measure) ? detect.Word(StandingKeys.Measure) : "alerts";
        var least = Standing.Read(detect, StandingKeys.While);
        var among = detect.Has(StandingKeys.Among) ? Standing.Level(detect, StandingKeys.Among, scores.AreaLevels, withDevices: false) : null;
        var most = detect.Has(StandingKeys.Worst) ? detect.Number(StandingKeys.Worst) : 3;
        if (rules is null || measure is null || least is not { } grade || most is not { } worst || (among is null && detect.Has(StandingKeys.Among))) return null;
        var detection = new RankDetection
        {
            RuleIds = [.. rules.Select(rule => rule.Value)],
            Kind = measure switch { "keys" => CorrelationKind.Distinct, "rules" => CorrelationKind.Rules, _ => CorrelationKind.Count },
            While = grade == Grade.None ? Grade.Blue : grade,
            Among = among,
            Worst = (int)worst,
        };
        return new ReadDetection(_ => detection, measure == "rules" ? NumberSet.Of(new Interval(0, true, rules.Count, true)) : Finding.Range)
        {
            Meaning = $"rank of {detection.Measure}{Standing.InWords(detection.While)} among {among?.ToString() ?? "all"}",
            Kinds = [],
            Rules = rules,
            OutOfRange = measure == "rules" ? $"there are {rules.Count} rules to count; write a smaller number, or name more rules" : null,
            Misplaced = by => by.Kind != KeyKind.Area ? ($"rank compares areas, and by: {by} is none", "write by: and a level of the site path")
                : (among?.Depth ?? 0) >= by.Depth ? ($"by: {by} does not lie inside among: {among}", "name a coarser level in among, or a finer one in by") : null,
        };
    }
}
