using System.Globalization;
using System.Text.Json;
using RiskEngine.Reading.Records;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>Why an alert is there, in sentences, and how to check it.</summary>
/// <param name="Sentence">The alert's own sentence.</param>
/// <param name="Because">What it rests on, one sentence each.</param>
/// <param name="Evidence">Stretches of the input log, as the record has them; null where none is behind it.</param>
/// <param name="Verify">The command that derives it again.</param>
internal sealed record AlertExplanation(string Sentence, IReadOnlyList<string> Because, JsonElement? Evidence, string Verify)
{
    public static AlertExplanation Of(AlertRecord alert)
    {
        var fields = WholeRecord.Of(alert.Json);
        return new AlertExplanation(alert.Message, [.. Sentences(alert, fields)], fields.TryGetValue("evidence", out var evidence) ? evidence : null,
            $"riskengine verify {alert.Alert} --rules rules/packs --alerts alerts.jsonl --log log.jsonl");
    }

    private static IEnumerable<string> Sentences(AlertRecord alert, Dictionary<string, JsonElement> fields)
    {
        var unit = Text(fields, "unit") is { } written ? " " + written : "";
        if (Number(fields, "value") is { } value)
        {
            var limit = Number(fields, "threshold") is { } threshold ? $", and the limit of {GradeName.Of(alert.Grade)} is {Shown(threshold)}{unit}" : "";
            yield return $"{Text(fields, "measure") ?? "the measure"} was {Shown(value)}{unit}{limit}";
        }

        foreach (var compared in Items(fields, "compared"))
        {
            if (Text(compared, "what") is { } what) yield return $"{what}: {(Number(compared, "value") is { } number ? Shown(number) + unit : "unknown")}";
        }

        if (fields.TryGetValue("window", out var window) && window.ValueKind == JsonValueKind.Object && Number(window, "count") is { } count)
            yield return $"it rests on {Shown(count)} events from {Text(window, "start")} to {Text(window, "end")}";
        foreach (var model in Items(fields, "models").DefaultIfEmpty(fields.GetValueOrDefault("model")).Where(model => model.ValueKind == JsonValueKind.Object))
        {
            if (Number(model, "score") is not { } score) continue;
            var expected = Number(model, "expected") is { } mean ? $", where it expected {Shown(mean)}{unit}" : "";
            yield return $"the model {Text(model, "name")} gave it an anomaly score of {Shown(score)}{expected}";
            foreach (var part in Items(model, "parts").Take(3)) if (Text(part, "words") is { } words) yield return words;
        }

        yield return Text(fields, "certainty") switch
        {
            "likely" => "it is inferred from the statistics of a window",
            "possible" => "it is the judgement of a model",
            _ => "it was measured directly",
        };
        if (fields.TryGetValue("incomplete", out var missing) && missing.ValueKind == JsonValueKind.Array)
            yield return $"nothing had been heard of {missing.GetArrayLength()} input partitions";
        if (alert.IsBackfilled) yield return "it comes of events that arrived long after their time, or was published again after state was lost";
    }

    private static IEnumerable<JsonElement> Items(Dictionary<string, JsonElement> fields, string name) => fields.TryGetValue(name, out var field) ? Items(field) : [];

    private static IEnumerable<JsonElement> Items(JsonElement json, string name) => json.TryGetProperty(name, out var field) ? Items(field) : [];

    private static IEnumerable<JsonElement> Items(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array ? array.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object) : [];

    private static string? Text(Dictionary<string, JsonElement> fields, string name) => fields.TryGetValue(name, out var field) ? Text(field) : null;

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var field) ? Text(field) : null;

    private static string? Text(JsonElement field) => field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static double? Number(Dictionary<string, JsonElement> fields, string name) => fields.TryGetValue(name, out var field) ? Number(field) : null;

    private static double? Number(JsonElement json, string name) => json.TryGetProperty(name, out var field) ? Number(field) : null;

    private static double? Number(JsonElement field) => field.ValueKind == JsonValueKind.Number ? field.GetDouble() : null;

    private static string Shown(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
