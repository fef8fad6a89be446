using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>on</c>: patterns over event kinds.</summary>
internal static class KindsReader
{
    private static readonly string[] Families = ["sensor", "access", "utility", "flow"];

    public static IReadOnlyList<string> Read(MapReader rule, KeySpec key)
    {
        var kinds = new List<string>();
        foreach (var scalar in rule.Scalars(key, Shapes.KindText, Shapes.MostItems))
        {
            var kind = scalar.Value.Trim();
            if (Fault(kind) is { } fault) rule.Report.Add(DiagnosticCodes.Kind, scalar.Span, $"on {Quote.Of(kind)} {fault.Message}", fault.Remedy);
            else if (kinds.Contains(kind)) rule.Report.Add(DiagnosticCodes.Kind, scalar.Span, $"on {Quote.Of(kind)} stands twice", "keep one of the two");
            else kinds.Add(kind);
        }

        return kinds;
    }

    private static (string Message, string Remedy)? Fault(string kind)
    {
        if (kind.Length > 200) return ("is longer than 200 characters", "write a kind such as sensor.gas");
        var segments = kind.Split('.');
        for (var i = 0; i < segments.Length; i++)
        {
            if (segments[i] == "**" && i < segments.Length - 1) return ("has '**' before its end", "'**' stands for any rest and comes last; '*' stands for one segment");
            if (segments[i] is "*" or "**") continue;
            if (segments[i].Length == 0) return ("has an empty segment", "write segments joined by single dots, e.g. sensor.gas");
            if (segments[i].Contains('*', StringComparison.Ordinal)) return ("has a '*' inside a segment", "'*' stands for a whole segment, e.g. sensor.*");
            if (segments[i].AsSpan().IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") >= 0)
                return ("is not made of letters, digits, '_' and '-' in segments", "write a kind such as sensor.gas");
        }

        if (segments[0] is "*" or "**" || Families.Contains(segments[0])) return null;
        return ($"is of no family: no event kind starts with '{segments[0]}'",
            Spelling.Nearest(segments[0], Families) is { } near
                ? $"did you mean '{string.Join('.', [near, .. segments[1..]])}'?"
                : $"kinds start with {Quote.List(Families)}, e.g. sensor.{(segments[0].Length < 30 ? segments[0] : "gas")}");
    }
}
