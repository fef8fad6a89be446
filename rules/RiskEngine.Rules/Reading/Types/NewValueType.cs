using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>new_value</c>: a value that a key has not shown before.</summary>
internal static class NewValueType
{
    public static readonly RuleType Type =
        new("new_value", "Finds values that a source, site or area has not shown before.", NewValueKeys.NewValue, static (detect, _) => Read(detect)) { HasOneGrade = true };

    private static ReadDetection? Read(MapReader detect)
    {
        var value = EventInput.Number(detect, NewValueKeys.Of, orText: true);
        var learn = detect.Duration(NewValueKeys.Learn);
        var remember = detect.Has(NewValueKeys.Remember) ? detect.Duration(NewValueKeys.Remember) : TimeSpan.FromDays(30);
        var hold = detect.Has(NewValueKeys.Hold) ? detect.Duration(NewValueKeys.Hold) : TimeSpan.FromHours(1);
        var grades = Finding.Grades(detect, DetectKeys.FindingGrade, 1);
        if (value is null || learn is not { } learning || remember is not { } memory || hold is not { } held || grades is null) return null;
        return new ReadDetection(_ => new NewValueDetection { Value = value, Learn = learning, Remember = memory, Hold = held }, Finding.Range)
        {
            Meaning = $"new_value {value.Text} after {Durations.Write(learning)} within {Durations.Write(memory)} for {Durations.Write(held)}",
            ShortForm = grades,
        };
    }
}
