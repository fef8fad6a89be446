using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>correlation</c>: alerts of several rules in one area.</summary>
internal static class CorrelationType
{
    public static readonly RuleType Type = new("correlation", "Counts alerts of other rules in one area.", CorrelationKeys.All, static (detect, _) => Read(detect))
    {
        NamesItsKinds = true,
        LooksAtAlerts = true,
        AnyOf = [CorrelationKeys.Within, CorrelationKeys.While],
        Stores = CorrelationDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect)
    {
        var rules = Standing.Rules(detect);
        var measure = detect.Has(CorrelationKeys.Measure) ? detect.Word(CorrelationKeys.Measure) : "rules";
        var within = detect.Duration(CorrelationKeys.Within);
        var standing = Standing.Read(detect, CorrelationKeys.While);
        var grades = detect.Has(CorrelationKeys.Grade) ? Finding.Grades(detect, CorrelationKeys.Grade, rules?.Count ?? 0) : null;
        if (!detect.Has(CorrelationKeys.Within) && !detect.Has(CorrelationKeys.While))
        {
            detect.Report.AddMissing(detect.PlaceOf(CorrelationKeys.Rules), "detect has neither within nor while: for how long an alert counts",
                "add within: 30m for those that began lately, while: open for those that are true now, or both");
            return null;
        }

        if (rules is null || measure is null || standing is not { } least || (within is null && detect.Has(CorrelationKeys.Within))) return null;
        if (grades is null && detect.Has(CorrelationKeys.Grade)) return null;
        string[] ids = [.. rules.Select(rule => rule.Value)];
        var detection = new CorrelationDetection { RuleIds = ids, Within = within, While = least, Kind = KindOf(measure) };
        return new ReadDetection(_ => detection, measure is "rules" or "in_order" ? NumberSet.Of(new Interval(0, true, ids.Length, true)) : Finding.Range)
        {
            Meaning = $"correlation of {detection.Measure}{(within is { } time ? $" within {Durations.Write(time)}" : "")}{Standing.InWords(least)}",
            ShortForm = grades,
            Kinds = [],
            Rules = rules,
            OutOfRange = measure is "rules" or "in_order" ? $"write \">= {ids.Length}\" for all of the rules, a smaller number for some of them, or name more rules" : null,
        };
    }

    private static CorrelationKind KindOf(string measure) => measure switch
    {
        "alerts" => CorrelationKind.Count,
        "keys" => CorrelationKind.Distinct,
        "in_order" => CorrelationKind.Ordered,
        _ => CorrelationKind.Rules,
    };
}
