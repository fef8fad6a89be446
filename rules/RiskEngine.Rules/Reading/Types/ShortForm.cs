using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary>The short form of grades inside <c>detect</c>: one limit and one grade.</summary>
/// <param name="Grades">The ladder of one rung; null where the short form is not used.</param>
/// <param name="Failed">Whether it is used wrongly, which is then reported.</param>
internal readonly record struct ShortForm(IReadOnlyDictionary<Grade, ReadCondition>? Grades, bool Failed)
{
    /// <summary>Reads the key that holds the limit, and <c>grade</c>.</summary>
    public static ShortForm Read(MapReader detect, KeySpec key, double? limit, string? text = null)
    {
        if (!detect.Has(key))
        {
            if (!detect.Has(DetectKeys.Grade)) return default;
            detect.Report.Add(DiagnosticCodes.Conflict, detect.PlaceOf(DetectKeys.Grade), $"detect.grade needs detect.{key.Name}", $"add {key.Name}, or write grades");
            return new ShortForm(null, true);
        }

        var word = detect.Has(DetectKeys.Grade) ? detect.Word(DetectKeys.Grade) : "yellow";
        if (limit is not { } number || word is null) return new ShortForm(null, true);
        var condition = new MeasureCondition(text ?? $">= {Numbers.Write(number)}", Comparison.GreaterOrEqual, number);
        var read = new ReadCondition(condition, NumberSet.Of(Comparison.GreaterOrEqual, number), detect.PlaceOf(key));
        return new ShortForm(new Dictionary<Grade, ReadCondition> { [Enum.Parse<Grade>(word, ignoreCase: true)] = read }, false);
    }
}
