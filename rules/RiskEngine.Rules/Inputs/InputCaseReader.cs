using System.Text;
using RiskEngine.Cel.Values;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads the <c>tests</c> of a mapping.</summary>
internal static class InputCaseReader
{
    private const int MostCases = 1_000;

    /// <summary>The tests without faults; the others are reported.</summary>
    public static IReadOnlyList<InputTestCase> Read(MapReader map, IReadOnlyList<string> topics, CsvFormat? csv)
    {
        if (!map.Has(InputKeys.Tests) || map.Node(InputKeys.Tests) is not { } node) return [];
        if (node is YamlList list) return [.. list.Items.Take(MostCases).Select(item => ReadCase(item, topics, csv, map)).OfType<InputTestCase>()];
        map.Report.Add(InputCodes.Test, node.Span, $"tests is {node.Describe()}", "write a list: each test starts with '- name: …'");
        return [];
    }

    private static InputTestCase? ReadCase(YamlNode item, IReadOnlyList<string> topics, CsvFormat? csv, MapReader mapping)
    {
        var report = mapping.Report;
        if (MapReader.Open(item, InputCaseKeys.Case, "tests", report) is not { } map) return null;
        var name = map.Text(InputCaseKeys.CaseName);
        var topic = map.Has(InputCaseKeys.Topic) ? map.Text(InputCaseKeys.Topic) : topics.Count > 0 ? topics[0].Replace('*', 'x').Replace('?', 'x') : "";
        var key = map.Has(InputCaseKeys.Key) ? map.Text(InputCaseKeys.Key) : null;
        var received = ReadTime(map, InputCaseKeys.Received);
        var payload = map.Node(InputCaseKeys.Payload) switch
        {
            null => null,
            YamlMap row when csv is not null => CsvRow(row, csv),
            YamlScalar scalar => Encoding.UTF8.GetBytes(scalar.Value),
            var node => YamlValues.ToJson(node),
        };
        if (!map.Has(InputCaseKeys.Expect) && !map.Has(InputCaseKeys.Rejected))
        {
            report.AddMissing(map.PlaceOf(InputCaseKeys.CaseName), "expect is missing: the events that the payload must give", "add the fields of each event, or expect: nothing");
            return null;
        }

        var expected = map.Has(InputCaseKeys.Expect) ? ReadExpected(map) : [];
        if (name is null || topic is null || payload is null || expected is null) return null;
        return new InputTestCase
        {
            Name = name,
            File = report.Source.File,
            Line = map.PlaceOf(InputCaseKeys.CaseName).Line,
            Topic = topic,
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Headers = ReadHeaders(map),
            Received = received,
            Payload = payload,
            Expected = expected,
            Rejected = map.Has(InputCaseKeys.Rejected) ? [.. map.Scalars(InputCaseKeys.Rejected, new TextShape(500), 100).Select(scalar => scalar.Value)] : [],
        };
    }

    private static List<KeyValuePair<string, byte[]>> ReadHeaders(MapReader map)
    {
        var headers = new List<KeyValuePair<string, byte[]>>();
        if (!map.Has(InputCaseKeys.Headers) || map.Node(InputCaseKeys.Headers) is not { } node) return headers;
        if (node is not YamlMap entries)
        {
            map.Report.Add(InputCodes.Test, node.Span, $"tests.headers is {node.Describe()}", "write names with texts, e.g. headers: {ce_type: reading}");
            return headers;
        }

        foreach (var (name, value) in entries.Entries)
        {
            if (value is YamlScalar scalar) headers.Add(new(name.Value, Encoding.UTF8.GetBytes(scalar.Value)));
            else map.Report.Add(InputCodes.Test, value.Span, $"the header {Quote.Of(name.Value)} is {value.Describe()}", "write a text");
        }

        return headers;
    }

    private static List<IReadOnlyDictionary<string, object?>>? ReadExpected(MapReader map)
    {
        if (map.Node(InputCaseKeys.Expect) is not { } node) return null;
        if (node is YamlScalar { Value: "nothing" }) return [];
        var items = node is YamlList list ? list.Items : [node];
        var events = new List<IReadOnlyDictionary<string, object?>>();
        foreach (var item in items)
        {
            if (ReadEvent(item, map) is not { } read) return null;
            events.Add(read);
        }

        return events;
    }

    private static SortedDictionary<string, object?>? ReadEvent(YamlNode item, MapReader test)
    {
        if (item is not YamlMap entries || MapReader.Open(item, InputCaseKeys.Expectation, "expect", test.Report) is not { } map)
        {
            if (item is not YamlMap) test.Report.Add(InputCodes.Test, item.Span, $"expect is {item.Describe()}",
                "write the fields of each event, e.g. - {kind: sensor.gas, value: 2.5}, or expect: nothing");
            return null;
        }

        var fields = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in entries.Entries)
        {
            if (name.Value == InputCaseKeys.Attributes.Name && value is YamlMap attributes)
            {
                foreach (var (attribute, given) in attributes.Entries) fields[$"attributes.{attribute.Value}"] = ObjectOf(given);
            }
            else if (name.Value == InputCaseKeys.Time.Name)
            {
                if (ReadTime(map, InputCaseKeys.Time) is not { } time) return null;
                fields[name.Value] = time;
            }
            else
            {
                fields[name.Value] = name.Value == InputCaseKeys.Value.Name ? ObjectOf(value) : value is YamlScalar { IsNull: false } text ? text.Value : null;
            }
        }

        return fields;
    }

    private static EventTime? ReadTime(MapReader map, KeySpec key)
    {
        if (!map.Has(key) || map.Scalar(key) is not { } scalar) return null;
        if (TimeText.TryRfc3339(Encoding.UTF8.GetBytes(scalar.Value), out var time)) return time;
        map.Report.Add(InputCodes.Test, scalar.Span, $"{map.PathOf(key)} {Quote.Of(scalar.Value)} is no date and time with its offset", "write e.g. 2026-01-05T00:00:00Z");
        return null;
    }

    /// <summary>A map as a CSV text: a header, where the text has one, and one row.</summary>
    private static byte[] CsvRow(YamlMap row, CsvFormat csv)
    {
        var delimiter = (csv.Delimiter ?? ',').ToString();
        var lines = new[] { row.Entries.Select(entry => entry.Key.Value), row.Entries.Select(entry => entry.Value is YamlScalar { IsNull: false } scalar ? scalar.Value : "") }
            .Select(cells => string.Join(delimiter, cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n");
        var preamble = string.Concat(Enumerable.Repeat("\n", csv.Preamble ?? 0));
        return (csv.Encoding ?? Encoding.UTF8).GetBytes(preamble + string.Concat(lines.Skip(csv.Columns.Count > 0 ? 1 : 0)));
    }

    private static object? ObjectOf(YamlNode node)
    {
        var value = YamlValues.Of(node);
        return value.Kind switch
        {
            CelKind.Double => value.AsDouble(),
            CelKind.Bool => value.AsBool(),
            CelKind.Null => null,
            _ => value.ToString(),
        };
    }
}
