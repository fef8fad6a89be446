using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading.Types;

/// <summary><c>new_value</c>: a value that a key has not shown before.</summary>
internal static class NewValueType
{
    public static readonly RuleType Type = new("new_value", "Finds values that a source, site or area has not shown before.", NewValueKeys.All, Read)
    {
        HasOneGrade = true,
        Lint = LongLearning,
        Stores = NewValueDetection.Stored,
    };

    private static ReadDetection? Read(MapReader detect, ScoreCalls scores)
    {
        var value = EventInput.Number(detect, NewValueKeys.Of, scores, orText: true);
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

    private static void LongLearning(ReadRule read)
    {
        if (read.Rule.Detection is not NewValueDetection learned || learned.Learn <= learned.Remember) return;
        var detect = read.Map.Map(RuleKeys.Detect, read.Type.Map);
        if (detect is null) return;
        read.Report.Add(DiagnosticCodes.NoEffect, detect.PlaceOf(NewValueKeys.Learn),
            $"detect.learn {Durations.Write(learned.Learn)} is longer than detect.remember {Durations.Write(learned.Remember)}: "
                + "what was learned first is forgotten before the learning ends",
            $"write remember: {Durations.Write(learned.Learn)} or more, or a shorter learn", detect.Has(NewValueKeys.Remember)
                ? detect.Replace(NewValueKeys.Remember, Durations.Write(learned.Learn)) : null);
    }
}
