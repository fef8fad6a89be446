using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Linting;

/// <summary>Warnings about settings that change nothing: their author relies on something that will not happen.</summary>
internal static class EffectLints
{
    public static void Check(ReadRule read)
    {
        NoData(read);
        read.Type.Lint?.Invoke(read);
        CutTexts(read);
        TypographicQuotes(read);
    }

    /// <summary>Silence is only noticed by windows that can be empty and then say nothing.</summary>
    private static void NoData(ReadRule read)
    {
        if (read.Rule.NoData == NoDataPolicy.Hold || read.Rule.Detection.NeverSilent is not { } reason) return;
        var alerts = read.Rule.NoData == NoDataPolicy.Alert;
        var message = $"no_data: {(alerts ? "alert" : "resolve")} does nothing here: {reason}";
        var at = read.Map.PlaceOf(RuleKeys.NoData);
        if (read.Detection.NoticesSilence is { } instead)
        {
            read.Report.Add(DiagnosticCodes.NoEffect, at, message,
                $"{instead}, {(alerts ? "or delete no_data and watch the silence with a rule of type absence" : "or delete no_data")}");
            return;
        }

        var meanwhile = read.Detection.EndsWith ?? (alerts ? "watch the silence with a rule of type absence" : "the alert ends by clear");
        read.Report.Add(DiagnosticCodes.NoEffect, at, message, $"delete no_data; {meanwhile}", alerts ? null : DeleteLine(read, RuleKeys.NoData));
    }

    /// <summary><c>title: Gas in hall #3</c>: for YAML a comment begins at the '#', and the title ends.</summary>
    private static void CutTexts(ReadRule read)
    {
        KeySpec[] texts =
        [
            RuleKeys.Title, MessageKeys.Rising, MessageKeys.Falling, MessageKeys.Resolved, RuleKeys.Description, RuleKeys.Owner, RuleKeys.Unit, RuleKeys.Runbook,
        ];
        foreach (var key in texts)
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

    /// <summary><c>unit: “%LEL”</c>: word processors write quotes that YAML takes for a part of the text.</summary>
    private static void TypographicQuotes(ReadRule read)
    {
        KeySpec[] keys = [RuleKeys.Title, MessageKeys.Rising, RuleKeys.Description, RuleKeys.Owner, RuleKeys.Unit, RuleKeys.Runbook];
        var texts = keys.Where(read.Map.Has).Select(key => (Path: key.Name, Node: read.Map.Node(key)));
        if (read.Map.Has(RuleKeys.Labels) && read.Map.Node(RuleKeys.Labels) is YamlMap labels)
            texts = texts.Concat(labels.Entries.Select(entry => (Path: $"labels.{entry.Key.Value}", Node: (YamlNode?)entry.Value)));
        foreach (var (path, node) in texts)
        {
            if (node is not YamlScalar { Style: YamlScalarStyle.Plain, Value: ['“' or '„' or '‘' or '«', .., '”' or '“' or '’' or '»'] } text
                || text.Span.Length < text.Value.Length) continue;
            var inside = text.Value[1..^1];
            if (inside.AsSpan().IndexOfAny("“”„‘’«»") >= 0) continue;
            var straight = YamlText.Quoted(inside);
            read.Report.Add(DiagnosticCodes.TypographicQuotes, text.Span, $"{path} stands in quotes that are none to YAML, so they are part of the text",
                $"write {straight}", TextEdit.Replace(text.Span, straight));
        }
    }

    private static TextEdit[]? DeleteLine(ReadRule read, KeySpec key)
    {
        var place = read.Map.PlaceOf(key);
        var line = read.Report.Source.Line(place.Line);
        return place.Column == 1 ? [new TextEdit(place.Line, 1, line.Length + 1, "")] : null;
    }
}
