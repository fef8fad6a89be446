using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Cases;

/// <summary>Reads <c>tests</c>.</summary>
internal static class CaseReader
{
    private const int MostCases = 1_000;

    private static readonly EventTime DefaultStart = EventTime.From(new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The tests of a rule, or of a file of tests.</summary>
    /// <param name="map">The rule or the file.</param>
    /// <param name="on">The rule's kinds; the first one without a '*' is that of events that name none. Null where they have a fault of their own.</param>
    public static IReadOnlyList<RuleTestCase> Read(MapReader map, IReadOnlyList<string>? on)
    {
        if (map.Node(RuleKeys.Tests) is not { } node) return [];
        if (node is not YamlList list)
        {
            map.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"tests is {node.Describe()}", "write a list: each test starts with '- name: …'");
            return [];
        }

        if (list.Items.Count > MostCases) map.Report.Add(DiagnosticCodes.TooLong, list.Span, $"tests has {list.Items.Count} items", $"write at most {MostCases}");
        var kind = on is null ? "" : on.FirstOrDefault(pattern => !pattern.Contains('*', StringComparison.Ordinal));
        var cases = new List<RuleTestCase>();
        foreach (var item in list.Items.Take(MostCases))
        {
            if (ReadCase(item, kind, map.Report) is { } read) cases.Add(read);
        }

        return cases;
    }

    private static RuleTestCase? ReadCase(YamlNode item, string? kind, FileReport report)
    {
        if (MapReader.Open(item, CaseKeys.Case, "tests", report) is not { } map) return null;
        var name = map.Text(CaseKeys.CaseName);
        var start = ReadTime(map, CaseKeys.Start, null) ?? DefaultStart;
        var events = ReadEvents(map, start, kind);
        var expected = ExpectReader.Read(map, start);
        var until = ReadTime(map, CaseKeys.Until, start);
        if (name is null || events is null || expected is null) return null;
        return new RuleTestCase
        {
            Name = name,
            File = report.Source.File,
            Line = map.PlaceOf(CaseKeys.CaseName).Line,
            Start = start,
            End = until ?? LastOf(start, events, expected),
            Series = events,
            Expected = expected,
        };
    }

    private static EventTime? ReadTime(MapReader map, KeySpec key, EventTime? start)
    {
        if (map.Scalar(key) is not { } scalar) return null;
        if (TestTime.Parse(scalar.Value, start) is { } time) return time;
        map.Report.Add(DiagnosticCodes.TestEvents, scalar.Span, $"{map.PathOf(key)} {Quote.Of(scalar.Value)} is not {(start is null ? "a date and time with its zone" : "a time")}",
            start is null ? "write e.g. 2026-01-05T22:00:00+08:00" : "write e.g. 2m30s, counted from the start, or 2026-01-05T22:00:00+08:00");
        return null;
    }

    private static List<TestSeries>? ReadEvents(MapReader map, EventTime start, string? kind)
    {
        if (map.Node(CaseKeys.Events) is not { } node) return null;
        if (node is YamlMap) node = new YamlList([node], node.Span);
        if (node is not YamlList list)
        {
            map.Report.Add(DiagnosticCodes.TestEvents, node.Span, $"tests.events is {node.Describe()}", "write a list, e.g. - value: 3x10 +0.5 every 10s");
            return null;
        }

        var read = new List<TestSeries>();
        var whole = true;
        foreach (var item in list.Items)
        {
            if (EventReader.Read(item, start, kind, map.Report) is { } series) read.Add(series);
            else whole = false;
        }

        return whole ? read : null;
    }

    private static EventTime LastOf(EventTime start, List<TestSeries> events, IReadOnlyList<ExpectedChange> expected)
    {
        var last = start;
        foreach (var series in events) last = EventTime.Max(last, series.First + series.Values.Length);
        foreach (var change in expected) last = EventTime.Max(last, change.To ?? start);
        return last;
    }
}
