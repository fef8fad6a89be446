using System.Globalization;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Workbench.InputTests;

/// <summary>Runs the tests of mappings through the decoder that the engine uses. Persons stay readable: a test is written with made-up ones.</summary>
public static class InputTestRunner
{
    private const double Tolerance = 1e-9;

    private static readonly EventDecoderOptions Options = EventDecoderOptions.Default with { MaxFuture = null, PersonFields = [] };

    /// <summary>Runs all tests of all mappings; a record finds its mapping as in the engine.</summary>
    public static IReadOnlyList<InputTestResult> RunAll(InputSet inputs) =>
        [.. inputs.Mappings.SelectMany(mapping => mapping.Tests.Select(test => Run(inputs, mapping, test)))];

    private static InputTestResult Run(InputSet inputs, InputMapping mapping, InputTestCase test)
    {
        var vocabulary = new Vocabulary();
        var decoder = new EventDecoder(Options, vocabulary, Pseudonymizer.Generate(), inputs: new ActiveInputs(inputs), topic: test.Topic);
        var records = new RecordBatch();
        records.Add(0, test.Payload, test.Received?.UnixMilliseconds ?? 0, test.Headers.Count > 0 ? test.Headers : null);
        if (test.Key is { } key) records.AddKey(key);
        var (events, rejections) = (new EventBatch(), new List<Rejection>());
        decoder.Decode(records, events, rejections);

        var lines = new List<string>();
        if (!mapping.Covers(test.Topic)) lines.Add($"- the topic {test.Topic} is not one of the mapping's ({string.Join(", ", mapping.Topics)})");
        for (var i = 0; i < Math.Max(events.Count, test.Expected.Count); i++)
        {
            if (i >= events.Count) lines.Add("- " + Describe(test.Expected[i]));
            else if (i >= test.Expected.Count) lines.Add("+ " + Describe(FieldsOf(events[i], events, vocabulary)));
            else lines.AddRange(Compare(test.Expected[i], FieldsOf(events[i], events, vocabulary)));
        }

        for (var i = 0; i < Math.Max(rejections.Count, test.Rejected.Count); i++) lines.Add(CompareRejection(rejections, test.Rejected, i));
        return new InputTestResult { Test = test, MappingId = mapping.Id, Lines = lines };
    }

    private static string CompareRejection(List<Rejection> rejections, IReadOnlyList<string> expected, int index)
    {
        if (index >= rejections.Count) return $"- rejected: {expected[index]}";
        var said = $"{rejections[index].Reason.Code()}: {rejections[index].Detail}";
        if (index >= expected.Count) return $"! {said}";
        return said.Contains(expected[index], StringComparison.OrdinalIgnoreCase) ? $"= rejected: {said}" : $"- rejected: {expected[index]}, but: {said}";
    }

    private static IEnumerable<string> Compare(IReadOnlyDictionary<string, object?> expected, IReadOnlyDictionary<string, object?> actual)
    {
        var different = expected.Where(field => !AreSame(field.Value, actual.GetValueOrDefault(field.Key))).ToList();
        if (different.Count == 0) return ["= " + Describe(actual)];
        var found = different.Select(field => KeyValuePair.Create(field.Key, actual.GetValueOrDefault(field.Key)));
        return ["- " + Describe(different), "+ " + Describe(found)];
    }

    private static bool AreSame(object? expected, object? actual) => (expected, actual) switch
    {
        (double one, double other) => Math.Abs(one - other) <= Tolerance * Math.Max(1, Math.Abs(one)),
        (double one, string other) => one.ToString(CultureInfo.InvariantCulture) == other,
        _ => Equals(expected, actual),
    };

    private static SortedDictionary<string, object?> FieldsOf(in Event e, EventBatch events, Vocabulary vocabulary)
    {
        var fields = new SortedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["kind"] = vocabulary.Kinds[e.Kind],
            ["source"] = vocabulary.Sources[e.Source],
            ["site"] = vocabulary.Sites[e.Site],
            ["time"] = e.Time,
        };
        if (e.ValueKind != EventValueKind.None) fields["value"] = ValueOf(e.ValueKind, e.Number, e.Text);
        if (e.Unit != SymbolTable.None) fields["unit"] = vocabulary.Units[e.Unit];
        if (e.IdLength > 0) fields["id"] = System.Text.Encoding.UTF8.GetString(events.IdOf(e));
        foreach (ref readonly var attribute in events.AttributesOf(e)) fields[$"attributes.{attribute.Name}"] = ValueOf(attribute.Kind, attribute.Number, attribute.Text);
        return fields;
    }

    private static object? ValueOf(EventValueKind kind, double number, string? text) => kind switch
    {
        EventValueKind.Number => number,
        EventValueKind.Boolean => number != 0,
        _ => text,
    };

    private static string Describe(IEnumerable<KeyValuePair<string, object?>> fields) => string.Join(", ", fields.Select(field => $"{field.Key} {Show(field.Value)}"));

    private static string Show(object? value) => value switch
    {
        null => "absent",
        string text => $"'{text}'",
        bool truth => truth ? "true" : "false",
        double number => number.ToString(CultureInfo.InvariantCulture),
        EventTime time => time.ToString(),
        _ => value.ToString() ?? "",
    };
}
