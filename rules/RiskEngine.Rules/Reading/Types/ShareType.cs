using RiskEngine.Core.Detection.Types.Share;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>share</c>: how many per cent of the members of an area have an alert now.</summary>
internal static class ShareType
{
    public static readonly RuleType Type = new("share", "Measures what share of the buildings, sites or sources of an area has an alert of other rules now.",
        [CorrelationKeys.Rules, StandingKeys.Per, StandingKeys.While, StandingKeys.KnownFor, StandingKeys.AtLeast], Read)
    {
        NamesItsKinds = true,
        LooksAtAlerts = true,
        ComparesSources = true,
        Stores = ShareDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var rules = Standing.Rules(detect);
        var per = Standing.Level(detect, StandingKeys.Per, scores.AreaLevels, withDevices: true);
        var least = Standing.Read(detect, StandingKeys.While);
        var known = detect.Has(StandingKeys.KnownFor) ? detect.Duration(StandingKeys.KnownFor) : TimeSpan.FromDays(1);
        var fewest = detect.Has(StandingKeys.AtLeast) ? detect.Number(StandingKeys.AtLeast) : 3;
        if (rules is null || per is not { } members || least is not { } grade || known is not { } time || fewest is not { } atLeast) return null;
        var detection = new ShareDetection
        {
            RuleIds = [.. rules.Select(rule => rule.Value)], Per = members, While = grade == Grade.None ? Grade.Blue : grade, KnownFor = time, AtLeast = (int)atLeast,
        };
        return new ReadDetection(_ => detection, NumberSet.Of(new Interval(0, true, 100, true)))
        {
            Meaning = $"share of {detection.Measure}{Standing.InWords(detection.While)} known for {Durations.Write(time)} of {Numbers.Write(atLeast)} or more",
            Kinds = [],
            Rules = rules,
            OutOfRange = "a share is in per cent, from 0 to 100",
            Misplaced = by => Standing.PlaceOf(by) is not { } depth ? ($"a share is of an area, and by: {by} is none", "write by: site, or a level of the site path")
                : (Standing.PlaceOf(members) ?? int.MaxValue) <= depth
                    ? ($"per: {members} does not lie inside by: {by}", "name a finer level in per, or a coarser one in by") : null,
        };
    }
}
