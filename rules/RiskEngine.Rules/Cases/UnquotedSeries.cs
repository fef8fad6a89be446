using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Cases;

/// <summary><c>{value: 2x3, 12x6 every 10s}</c>: in braces a series with commas falls apart into keys unless it is quoted.</summary>
internal static class UnquotedSeries
{
    /// <summary>The event with its series in one piece, which is then reported; the same node where there is nothing of the kind.</summary>
    public static YamlNode Join(YamlNode item, FileReport report)
    {
        if (item is not YamlMap map) return item;
        var at = map.Entries.FindIndex(entry => entry.Key.Value == CaseKeys.Value.Name);
        if (at < 0 || map.Entries[at].Value is not YamlScalar { Style: YamlScalarStyle.Plain } value) return item;
        var end = at + 1;
        while (end < map.Entries.Count && map.Entries[end] is { Value: YamlScalar { IsNull: true } } part
            && CaseKeys.Event.Find(part.Key.Value) is null && part.Key.Span.Line == value.Span.Line)
        {
            end++;
        }

        if (end == at + 1) return item;
        var last = map.Entries[end - 1].Key;
        var span = value.Span with { Length = last.Span.Column + last.Value.Length - value.Span.Column };
        var line = report.Source.Line(span.Line);
        if (span.Column - 1 + span.Length > line.Length) return item;
        var series = line.Substring(span.Column - 1, span.Length);
        report.Add(DiagnosticCodes.TestEvents, span, "events.value: in {…} a comma ends the value, so a series with commas must be quoted",
            $"write value: {YamlText.Quoted(series)}", TextEdit.Replace(span, YamlText.Quoted(series)));
        var whole = new YamlEntry(map.Entries[at].Key, new YamlScalar(series, YamlScalarStyle.Plain, span));
        return new YamlMap([.. map.Entries[..at], whole, .. map.Entries[end..]], map.Span);
    }
}
