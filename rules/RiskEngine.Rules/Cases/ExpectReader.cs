using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Cases;

/// <summary>Reads <c>expect</c>: <c>nothing</c>, or changes of alerts as lines (<c>yellow at 50s for gm-1</c>) or maps.</summary>
internal static class ExpectReader
{
    private static readonly string[] Grades = ["blue", "yellow", "orange", "red", "resolved"];

    public static IReadOnlyList<ExpectedChange>? Read(MapReader test, EventTime start)
    {
        if (test.Node(CaseKeys.Expect) is not { } node) return null;
        if (node is YamlScalar { Value: "nothing" }) return [];
        if (node is YamlList { Items.Count: 0 } empty)
        {
            test.Report.Add(DiagnosticCodes.TestExpectation, empty.Span, "tests.expect is an empty list", "write expect: nothing");
            return null;
        }

        var items = node is YamlList list ? list.Items : [node];
        var changes = new List<ExpectedChange>();
        foreach (var item in items)
        {
            var change = item is YamlScalar line ? ReadLine(line, start, test.Report) : ReadMap(item, start, test.Report);
            if (change is null) return null;
            changes.Add(change);
        }

        return changes;
    }

    private static ExpectedChange? ReadMap(YamlNode item, EventTime start, FileReport report)
    {
        if (MapReader.Open(item, CaseKeys.Expectation, "expect", report) is not { } map) return null;
        if (map.Word(CaseKeys.ExpectGrade) is not { } grade) return null;
        var key = map.Text(CaseKeys.ExpectKey);
        var reason = map.Text(CaseKeys.ExpectReason);
        var at = map.Scalar(CaseKeys.ExpectAt);
        if (at is null && map.Has(CaseKeys.ExpectAt)) return null;
        return Create(grade, at?.Value, key, reason, at ?? new YamlScalar("", YamlScalarStyle.Plain, item.Span), start, report);
    }

    /// <summary><c>GRADE [at TIME [to TIME]] [for KEY]</c>.</summary>
    private static ExpectedChange? ReadLine(YamlScalar line, EventTime start, FileReport report)
    {
        var (text, reason) = CutReason(line.Value);
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var grade = words.Length > 0 ? words[0] : "";
        if (!Grades.Contains(grade))
        {
            report.Add(DiagnosticCodes.TestExpectation, line.Span, $"expect {Quote.Of(line.Value)} starts with none of {Quote.List(Grades)}",
                Spelling.Nearest(grade, ["nothing", .. Grades]) is { } near ? $"did you mean '{near}'?" : "write e.g. yellow at 2m30s, resolved at 5m, or expect: nothing");
            return null;
        }

        var end = Array.IndexOf(words, "for");
        if (end < 0) end = words.Length;
        var key = end < words.Length ? string.Join(' ', words[(end + 1)..]) : null;
        if ((end > 1 && (words[1] != "at" || end < 3)) || key is "")
        {
            var meant = Mend(words, start);
            report.Add(DiagnosticCodes.TestExpectation, line.Span, $"expect {Quote.Of(line.Value)} is not understood",
                meant is null ? "write e.g. yellow at 2m30s for gm-1" : $"write {meant}",
                meant is null || line.Span.Length < line.Value.Length ? null : TextEdit.Replace(line.Span, meant));
            return null;
        }

        return Create(grade, end > 2 ? string.Join(' ', words[2..end]) : null, key, reason, line, start, report);
    }

    /// <summary>A line as <c>rules test</c> shows it also says why: <c>because condition (measure 12)</c>.</summary>
    private static (string Text, string? Reason) CutReason(string line)
    {
        var at = line.IndexOf(" because ", StringComparison.Ordinal);
        if (at < 0) return (line, null);
        var reason = line[(at + 9)..].Trim();
        var measure = reason.IndexOf(" (measure ", StringComparison.Ordinal);
        return (line[..at], measure < 0 ? reason : reason[..measure]);
    }

    /// <summary><c>yellow after 1m on gm-1</c>; null where it cannot be told.</summary>
    private static string? Mend(string[] words, EventTime start)
    {
        var time = Array.FindIndex(words, 1, word => TestTime.Parse(word, start) is not null);
        if (time is < 1 or > 2) return null;
        var rest = words[(time + 1)..];
        if (rest.Length == 0) return $"{words[0]} at {words[time]}";
        return rest.Length == 2 && rest[0] is "on" or "for" or "from" or "by" or "of" or "at" or "in" ? $"{words[0]} at {words[time]} for {rest[1]}"
            : rest.Length == 1 ? $"{words[0]} at {words[time]} for {rest[0]}" : null;
    }

    private static ExpectedChange? Create(string grade, string? at, string? key, string? reason, YamlScalar place, EventTime start, FileReport report)
    {
        EventTime? from = null;
        EventTime? to = null;
        if (at is not null)
        {
            var ends = at.Split(" to ", StringSplitOptions.TrimEntries);
            from = TestTime.Parse(ends[0], start);
            to = TestTime.Parse(ends[^1], start);
            if (ends.Length > 2 || from is null || to is null || to < from)
            {
                report.Add(DiagnosticCodes.TestExpectation, place.Span, $"expect: {Quote.Of(at)} is not a time", "write e.g. 2m30s, counted from the start, or 2m to 3m");
                return null;
            }
        }

        var taken = grade == "resolved" ? Grade.None : Enum.Parse<Grade>(grade, ignoreCase: true);
        return new ExpectedChange(taken, from, to) { Key = key, Reason = reason, Line = place.Span.Line };
    }
}
