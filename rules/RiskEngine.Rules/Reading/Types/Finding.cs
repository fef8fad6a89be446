using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary>Types that find or do not find: the measure is above zero or zero, and there is one grade.</summary>
internal static class Finding
{
    public static readonly NumberSet Range = NumberSet.Of(Interval.All with { Low = 0, LowIn = true });

    /// <summary>The one rung; null where <c>grade</c> is wrong, which is then reported.</summary>
    public static IReadOnlyDictionary<Grade, ReadCondition>? Grades(MapReader detect, KeySpec key, double least)
    {
        var word = detect.Has(key) ? detect.Word(key) : "yellow";
        if (word is null) return null;
        var condition = new MeasureCondition($">= {Numbers.Write(least)}", Comparison.GreaterOrEqual, least);
        return new Dictionary<Grade, ReadCondition>
        {
            [Enum.Parse<Grade>(word, ignoreCase: true)] = new(condition, NumberSet.Of(Comparison.GreaterOrEqual, least), detect.PlaceOf(key)),
        };
    }
}
