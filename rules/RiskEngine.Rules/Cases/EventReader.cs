using RiskEngine.Core.Time;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Cases;

/// <summary>Reads one entry of <c>events</c>.</summary>
internal static class EventReader
{
    public static TestSeries? Read(YamlNode item, EventTime start, string? ruleKind, FileReport report)
    {
        item = UnquotedSeries.Join(item, report);
        if (MapReader.Open(item, CaseKeys.Event, "events", report) is not { } map) return null;
        var kind = map.Text(CaseKeys.Kind) ?? ruleKind;
        if (kind is null && !map.Has(CaseKeys.Kind))
        {
            report.Add(DiagnosticCodes.TestEvents, item.Span,
                "the event has no kind, and each kind of the rule holds a '*' or comes from other rules", "add e.g. kind: sensor.gas");
            return null;
        }

        var first = ReadFirst(map, start);
        var values = ReadValues(map);
        var attributes = ReadAttributes(map);
        if (kind is null || first is null || values is null || attributes is null) return null;
        return new TestSeries
        {
            First = first.Value,
            Kind = kind,
            Source = map.Text(CaseKeys.Source) ?? "source-1",
            Site = map.Text(CaseKeys.Site) ?? "district/community/grid/building",
            Id = map.Text(CaseKeys.Id),
            Unit = map.Text(CaseKeys.Unit),
            Attributes = attributes,
            Values = values,
        };
    }

    private static EventTime? ReadFirst(MapReader map, EventTime start)
    {
        if (map.Has(CaseKeys.At) && map.Has(CaseKeys.Time))
        {
            map.Report.Add(DiagnosticCodes.Conflict, map.PlaceOf(CaseKeys.Time), "at and time stand side by side", "keep one of the two");
            return null;
        }

        var key = map.Has(CaseKeys.Time) ? CaseKeys.Time : CaseKeys.At;
        if (!map.Has(key)) return start;
        if (map.Scalar(key) is not { } scalar) return null;
        if (TestTime.Parse(scalar.Value, start) is { } time) return time;
        map.Report.Add(DiagnosticCodes.TestEvents, scalar.Span, $"{map.PathOf(key)} {Quote.Of(scalar.Value)} is not a time",
            "write e.g. 2m30s, counted from the start, or 2026-01-05T22:00:00+08:00");
        return null;
    }

    private static SeriesValues? ReadValues(MapReader map)
    {
        var every = map.Duration(CaseKeys.Every);
        if (map.Has(CaseKeys.Every) && every is null) return null;
        if (!map.Has(CaseKeys.Value)) return SeriesValues.Single(null);
        if (map.Scalar(CaseKeys.Value) is not { } scalar || !Scalar.Fits(scalar, map.PathOf(CaseKeys.Value), CaseKeys.Value.Shape, map.Report)) return null;
        if (every is not null || SeriesNotation.IsMeant(scalar.Value))
        {
            if (SeriesNotation.Parse(scalar.Value, every, out var fault) is { } series) return series;
            map.Report.Add(DiagnosticCodes.TestEvents, scalar.Span, $"events.value: {fault.Message}", fault.Remedy);
            return null;
        }

        if (SeriesNotation.LacksInterval(scalar.Value))
        {
            var meant = SeriesNotation.WithEvery(scalar.Value);
            map.Report.Add(DiagnosticCodes.TestEvents, scalar.Span, "events.value: the series does not say how often its values come",
                meant is null ? $"write e.g. {scalar.Value} every 10s, with the time between two values" : $"write {meant}",
                meant is null ? null : map.Replace(CaseKeys.Value, YamlText.Quoted(meant)));
            return null;
        }

        return SeriesValues.Single(ValueOf(scalar));
    }

    private static SortedDictionary<string, object>? ReadAttributes(MapReader map)
    {
        var attributes = new SortedDictionary<string, object>(StringComparer.Ordinal);
        if (map.Node(CaseKeys.Attributes) is not { } node) return map.Has(CaseKeys.Attributes) ? null : attributes;
        if (node is not YamlMap entries)
        {
            map.Report.Add(DiagnosticCodes.TestEvents, node.Span, $"events.attributes is {node.Describe()}", "write e.g. attributes: {location: indoor}");
            return null;
        }

        foreach (var (name, value) in entries.Entries)
        {
            if (Scalar.Of(value, $"attributes.{name.Value}", Shapes.Line, map.Report) is not { } scalar) return null;
            attributes[name.Value] = ValueOf(scalar);
        }

        return attributes;
    }

    /// <summary>As YAML means it: a quoted value is a text.</summary>
    private static object ValueOf(YamlScalar scalar)
    {
        if (scalar.Style != YamlScalarStyle.Plain) return scalar.Value;
        if (Numbers.TryParse(scalar.Value, out var number)) return number;
        return scalar.Value is "true" or "false" ? scalar.Value == "true" : scalar.Value;
    }
}
