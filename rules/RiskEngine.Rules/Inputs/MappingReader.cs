using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs.Csv;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Reads one mapping file.</summary>
internal static class MappingReader
{
    /// <summary>The mapping; null where it is faulty, which is then reported.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="report">Takes what is wrong with it.</param>
    /// <param name="tableFiles">Takes the reports of the files that it looks things up in.</param>
    /// <param name="personFields">Attributes whose values become pseudonyms.</param>
    public static InputMapping? Read(YamlNode root, FileReport report, ICollection<FileReport> tableFiles, IReadOnlyList<string> personFields)
    {
        if (MapReader.Open(root, InputKeys.Mapping, "", report) is not { } map) return null;
        var id = map.Text(InputKeys.Id);
        if (id is not null && !SuggestedId.IsId(id))
            report.Add(DiagnosticCodes.RuleId, map.PlaceOf(InputKeys.Id), $"id {Quote.Of(id)} is malformed",
                $"write words in small letters joined by hyphens, e.g. {SuggestedId.FromWords(id) ?? "air-quality"}");
        var title = map.Text(InputKeys.Title);
        if (map.Has(InputKeys.Description)) map.Text(InputKeys.Description);
        var topics = ReadTopics(map);
        var codec = map.Has(InputKeys.Codec) ? CodecOf(map.Word(InputKeys.Codec)) : PayloadCodec.Json;
        var csv = CsvFormatReader.Read(map, codec);
        var numbers = new CsvNumbers(csv.Decimal, SuspectsPoint: codec == PayloadCodec.Csv && csv.Delimiter is null or ';');
        var tables = new TableReader(tableFiles).Read(map);
        var whole = new MappingExpressions(MappingScope.Of(tables, hasItem: false, numbers), report, personFields);
        var item = new MappingExpressions(MappingScope.Of(tables, hasItem: true, numbers), report, personFields);
        var when = map.Has(InputKeys.When) ? whole.Condition(map, InputKeys.When) : null;
        var ignore = map.Has(InputKeys.Ignore) ? whole.Condition(map, InputKeys.Ignore) : null;
        var forEach = ReadSteps(map, whole, item);
        var scope = MappingScope.Of(tables, hasItem: map.Has(InputKeys.ForEach), numbers);
        var let = ReadLet(map, scope, tables.Keys, personFields);
        var outputs = ReadEvents(map, new MappingExpressions(scope, report, personFields), personFields);
        var tests = InputCaseReader.Read(map, topics, codec == PayloadCodec.Csv ? csv : null);
        if (report.HasErrors || tableFiles.Any(file => file.HasErrors) || id is null || title is null || outputs is null) return null;
        return new InputMapping
        {
            Id = id,
            Title = title,
            File = report.Source.File,
            Topics = topics,
            Codec = codec,
            Csv = csv,
            When = when,
            Ignore = ignore,
            ForEach = forEach,
            Outputs = outputs,
            Let = let,
            Tests = tests,
        };
    }

    private static List<string> ReadTopics(MapReader map)
    {
        var topics = new List<string>();
        foreach (var scalar in map.Scalars(InputKeys.Topics, new TextShape(249, "the name of a topic"), InputKeys.MostTopics))
        {
            var topic = scalar.Value.Trim();
            if (topic.Length is 0 or > 249 || topic.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-' or '*' or '?')))
            {
                map.Report.Add(InputCodes.Topic, scalar.Span, $"topics {Quote.Of(topic)} names no topic of Kafka",
                    topic.Contains('/') ? "the names of Kafka's topics have no '/': that of MQTT is mostly the record's key, compare it in when"
                        : "write letters, digits, '.', '_' and '-', and * for any of them");
            }
            else if (topic.Trim('*', '?').Length == 0)
            {
                map.Report.Add(InputCodes.Topic, scalar.Span, $"topics {Quote.Of(topic)} would take every topic, those of the engine too", "write a part of the name, e.g. city.*");
            }
            else
            {
                topics.Add(topic);
            }
        }

        return topics;
    }

    private static IReadOnlyList<CelProgram<MappingContext>> ReadSteps(MapReader map, MappingExpressions whole, MappingExpressions item)
    {
        var steps = new List<CelProgram<MappingContext>>();
        if (!map.Has(InputKeys.ForEach)) return steps;
        var path = map.PathOf(InputKeys.ForEach);
        foreach (var scalar in map.Scalars(InputKeys.ForEach, InputKeys.TimeOf.Shape, InputKeys.MostSteps))
        {
            if ((steps.Count == 0 ? whole : item).Expression(path, scalar, InputKeys.TimeOf.Shape, mayName: true) is not { } step) continue;
            if (!step.ResultType.IsDyn && !step.ResultType.Equals(CelType.List(CelType.Dyn)) && step.ResultType.Name is not ("list" or "map"))
                map.Report.Add(DiagnosticCodes.Types, scalar.Span, $"for_each goes through a list or a map, and this is a {step.ResultType.InWords}",
                    "name a list or a map of the payload, e.g. payload.readings");
            steps.Add(step);
        }

        return steps;
    }

    /// <summary>Adds what <c>let</c> names to the scope, one after the other.</summary>
    private static List<CelProgram<MappingContext>> ReadLet(MapReader map, CelScope<MappingContext> scope, IEnumerable<string> tables, IReadOnlyList<string> personFields)
    {
        var let = new List<CelProgram<MappingContext>>();
        if (!map.Has(InputKeys.Let) || map.Node(InputKeys.Let) is not { } node) return let;
        if (node is not YamlMap entries)
        {
            map.Report.Add(DiagnosticCodes.WrongShape, node.Span, $"let is {node.Describe()}", $"write names with expressions, e.g. let: {InputKeys.Let.Examples[0]}");
            return let;
        }

        foreach (var (name, value) in entries.Entries)
        {
            var path = $"let.{name.Value}";
            if (!TableReader.IsName(name.Value) || tables.Contains(name.Value))
                map.Report.Add(InputCodes.Table, name.Span, $"{Quote.Of(name.Value)} cannot be named by let",
                    "write a word of letters, digits and '_' that is no variable and no table, e.g. device");
            else if (Scalar.Of(value, path, InputKeys.TimeOf.Shape, map.Report) is { } scalar
                && new MappingExpressions(scope, map.Report, personFields).Expression(path, scalar, InputKeys.TimeOf.Shape) is { } program)
            {
                var slot = let.Count;
                let.Add(program);
                scope.Variable(name.Value, program.ResultType, record => record.Let(slot, program));
            }
        }

        return let;
    }

    private static List<MappedOutput>? ReadEvents(MapReader map, MappingExpressions expressions, IReadOnlyList<string> personFields)
    {
        if (map.Node(InputKeys.Events) is not { } node) return null;
        var items = node is YamlList list ? list.Items : [node];
        if (items.Count == 0) map.Report.Add(DiagnosticCodes.WrongShape, node.Span, "events is an empty list", "write an event, e.g. - kind: sensor.temperature");
        if (items.Count > InputKeys.MostEvents) map.Report.Add(DiagnosticCodes.TooLong, node.Span, $"events has {items.Count} items", $"write at most {InputKeys.MostEvents}");
        var reader = new OutputReader(map, expressions, personFields);
        var outputs = items.Take(InputKeys.MostEvents).Select(reader.Read).ToList();
        return outputs.Contains(null) ? null : [.. outputs.OfType<MappedOutput>()];
    }

    private static PayloadCodec CodecOf(string? word) => word switch
    {
        "json_lines" => PayloadCodec.JsonLines,
        "json_array" => PayloadCodec.JsonArray,
        "senml" => PayloadCodec.SenMl,
        "text" => PayloadCodec.Text,
        "csv" => PayloadCodec.Csv,
        _ => PayloadCodec.Json,
    };
}
