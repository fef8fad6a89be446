using RiskEngine.Core.Detection.Types.Absence;
using RiskEngine.Core.Detection.Types.Correlation;
using RiskEngine.Core.Detection.Types.Flatline;
using RiskEngine.Core.Detection.Types.Frequency;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Detection.Types.NewValue;
using RiskEngine.Core.Detection.Types.Scores;
using RiskEngine.Core.Detection.Types.Sequence;
using RiskEngine.Core.Detection.Types.Threshold;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Warnings about settings that change nothing: their author relies on something that will not happen.</summary>
internal static class EffectLints
{
    public static void Check(ReadRule read)
    {
        NoData(read);
        Learning(read);
        CutTexts(read);
    }

    /// <summary>Silence is only noticed by windows that can be empty and then say nothing.</summary>
    private static void NoData(ReadRule read)
    {
        if (read.Rule.NoData == NoDataPolicy.Hold || WhyNeverSilent(read.Rule) is not { } reason) return;
        var word = read.Rule.NoData == NoDataPolicy.Alert ? "alert" : "resolve";
        var instead = read.Rule.Detection switch
        {
            ThresholdDetection threshold => $"write detect: {{type: metric, measure: last({threshold.Value.Text}), window: 15m}} with the silence that you mean for 15m",
            AbsenceDetection => "the alert ends with the next event",
            _ when read.Rule.NoData == NoDataPolicy.Resolve => "the alert ends by clear",
            _ => "watch the silence with a rule of type absence",
        };
        var delete = read.Rule.NoData == NoDataPolicy.Alert && read.Rule.Detection is ThresholdDetection ? "or delete no_data and watch the silence with a rule of type absence" : "or delete no_data";
        read.Report.Add(DiagnosticCodes.NoEffect, read.Map.PlaceOf(RuleKeys.NoData), $"no_data: {word} does nothing here: {reason}",
            read.Rule.Detection is ThresholdDetection ? $"{instead}, {delete}" : $"delete no_data; {instead}",
            read.Rule.Detection is ThresholdDetection || read.Rule.NoData == NoDataPolicy.Alert ? null : DeleteLine(read, RuleKeys.NoData));
    }

    private static string? WhyNeverSilent(Rule rule) => rule.Detection switch
    {
        ThresholdDetection => "threshold looks at single events, so for it a source is never silent",
        FrequencyDetection or MetricDetection { CountsSilence: true } => "a count of nothing is 0, which is a measurement and no silence",
        ScoreDetection { Over: not null } => null,
        ScoreDetection scored => $"{scored.Type} judges single events, so for it a source is never silent",
        FlatlineDetection => "flatline looks at readings, so for it a source is never silent",
        NewValueDetection or SequenceDetection => $"the finding of {rule.Detection.Type} ends after its hold, whatever comes",
        CorrelationDetection => "correlation looks at alerts, which have no silence",
        AbsenceDetection => "absence measures the silence itself",
        _ => null,
    };

    private static void Learning(ReadRule read)
    {
        if (read.Rule.Detection is not NewValueDetection learned || learned.Learn <= learned.Remember) return;
        var detect = read.Map.Map(RuleKeys.Detect, NewValueKeys.NewValue);
        if (detect is null) return;
        read.Report.Add(DiagnosticCodes.NoEffect, detect.PlaceOf(NewValueKeys.Learn),
            $"detect.learn {Durations.Write(learned.Learn)} is longer than detect.remember {Durations.Write(learned.Remember)}: what was learned first is forgotten before the learning ends",
            $"write remember: {Durations.Write(learned.Learn)} or more, or a shorter learn", detect.Has(NewValueKeys.Remember) ? detect.Replace(NewValueKeys.Remember, Durations.Write(learned.Learn)) : null);
    }

    /// <summary><c>title: Gas in hall #3</c>: for YAML a comment begins at the '#', and the title ends.</summary>
    private static void CutTexts(ReadRule read)
    {
        foreach (var key in (ReadOnlySpan<KeySpec>)[RuleKeys.Title, RuleKeys.Message, RuleKeys.Description, RuleKeys.Owner, RuleKeys.Unit, RuleKeys.Runbook])
        {
            if (!read.Map.Has(key) || read.Map.Node(key) is not YamlScalar { Style: YamlScalarStyle.Plain } scalar || scalar.Span.Length < scalar.Value.Length) continue;
            var line = read.Report.Source.Line(scalar.Span.Line);
            var end = scalar.Span.Column - 1 + scalar.Value.Length;
            if (end >= line.Length || line.AsSpan(end).TrimStart() is not ['#', not (' ' or '#'), ..]) continue;
            var whole = YamlText.Quoted(line[(scalar.Span.Column - 1)..].TrimEnd());
            read.Report.Add(DiagnosticCodes.CutText, new SourceSpan(scalar.Span.Line, line.IndexOf('#', end) + 1, 1), $"{key.Name} ends here: a blank and '#' begin a comment",
                $"write {key.Name}: {whole}", [new TextEdit(scalar.Span.Line, scalar.Span.Column, line.TrimEnd().Length - scalar.Span.Column + 1, whole)]);
        }
    }

    private static TextEdit[]? DeleteLine(ReadRule read, KeySpec key)
    {
        var place = read.Map.PlaceOf(key);
        var line = read.Report.Source.Line(place.Line);
        return place.Column == 1 ? [new TextEdit(place.Line, 1, line.Length + 1, "")] : null;
    }
}
