using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>on</c>: patterns over event kinds.</summary>
internal static class KindsReader
{
    private static readonly string[] Families = ["sensor", "access", "utility", "flow", "report"];

    public static IReadOnlyList<string> Read(MapReader rule, KeySpec key)
    {
        var kinds = new List<string>();
        foreach (var scalar in rule.Scalars(key, Shapes.KindText, Shapes.MostItems))
        {
            var kind = scalar.Value.Trim();
            if (Fault(kind) is { } fault) Report(rule, scalar, kind, fault, rule.Node(key) is YamlList);
            else if (kinds.Contains(kind)) rule.Report.Add(DiagnosticCodes.Kind, scalar.Span, $"on {Quote.Of(kind)} stands twice", "keep one of the two");
            else kinds.Add(kind);
        }

        return kinds;
    }

    private static void Report(MapReader rule, YamlScalar scalar, string kind, (string Message, string Remedy, string? Instead) fault, bool isInList)
    {
        if (ReportHyphens(rule, scalar, kind)) return;
        if (Several(kind) is { } several)
        {
            if (isInList) several = several[1..^1];
            rule.Report.Add(DiagnosticCodes.Kind, scalar.Span,
                $"on {Quote.Of(kind)} is one text, and several kinds are a list in square brackets, with commas between", $"write {several}",
                scalar.Span.Length >= scalar.Value.Length ? TextEdit.Replace(scalar.Span, several) : null);
            return;
        }

        rule.Report.Add(DiagnosticCodes.Kind, scalar.Span, $"on {Quote.Of(kind)} {fault.Message}", fault.Remedy,
            fault.Instead is null || scalar.Span.Length < scalar.Value.Length ? null : TextEdit.Replace(scalar.Span, YamlText.Written(fault.Instead)));
    }

    /// <summary><c>-sensor.gas</c> on lines of their own: without a blank YAML sees one text.</summary>
    private static bool ReportHyphens(MapReader rule, YamlScalar scalar, string kind)
    {
        if (!kind.StartsWith('-') || scalar.Style != YamlScalarStyle.Plain) return false;
        var edits = new List<TextEdit>();
        var source = rule.Report.Source;
        for (var line = scalar.Span.Line; line <= source.LineCount && source.Line(line).TrimStart() is ['-', not ' ' and not '-', ..]; line++)
            edits.Add(new TextEdit(line, source.Line(line).IndexOf('-') + 2, 0, " "));
        rule.Report.Add(DiagnosticCodes.Kind, scalar.Span, "a blank is missing after the hyphen, so this is no list",
            $"write '- ' before each kind, e.g. - {kind.Split(' ')[0].TrimStart('-')}", edits);
        return true;
    }

    /// <summary>The list that a text with commas, blanks or words between kinds is meant to be; null where it is none.</summary>
    private static string? Several(string kind)
    {
        var parts = kind.Split([',', '，', '、', ';', '；', '+', '|', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Trim('[', ']', '"', '\'', '［', '］')).Where(part => part.Length > 0 && part is not ("and" or "or" or "&" or "und")).ToArray();
        if (parts.Length < 2) return null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (Fault(parts[i]) is not { } fault) continue;
            if (fault.Instead is null) return null;
            parts[i] = fault.Instead;
        }

        return $"[{Quote.List(parts.Select(YamlText.Written))}]";
    }

    private static (string Message, string Remedy, string? Instead)? Fault(string kind)
    {
        if (kind.Length > 200) return ("is longer than 200 characters", "write a kind such as sensor.gas", null);
        var segments = kind.Split('.');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] == "**" && i < segments.Length - 1) return ("has '**' before its end", "'**' stands for any rest and comes last; '*' stands for one segment", null);
            if (segments[i] is "*" or "**") continue;
            if (segments[i].Length == 0) return ("has an empty segment", "write segments joined by single dots, e.g. sensor.gas", null);
            if (segments[i].Contains('*', StringComparison.Ordinal)) return ("has a '*' inside a segment", "'*' stands for a whole segment, e.g. sensor.*", null);
            if (segments[i].AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") >= 0)
                return ("is not made of letters, digits, '_' and '-' in segments", "write a kind such as sensor.gas", null);
        }

        if (segments[0] is "*" or "**" || Families.Contains(segments[0])) return null;
        var message = $"is of no family: no event kind starts with '{segments[0]}'";
        if (Spelling.Nearest(segments[0], Families) is not { } near)
            return (message, $"kinds start with {Quote.List(Families)}, e.g. sensor.{(segments[0].Length < 30 ? kind : "gas")}", null);
        var isCapital = near.Equals(segments[0], StringComparison.OrdinalIgnoreCase);
        var instead = isCapital ? kind.ToLowerInvariant() : string.Join('.', [near, .. segments[1..]]);
        return (message, $"did you mean '{instead}'?", instead);
    }
}
