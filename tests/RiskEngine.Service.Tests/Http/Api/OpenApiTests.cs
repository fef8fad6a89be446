using System.Text.Json;
using RiskEngine.Reading.Tests;

namespace RiskEngine.Service.Tests.Http.Api;

public sealed class OpenApiTests
{
    [Fact]
    public async Task The_document_tells_of_every_address_with_its_parameters()
    {
        await using var api = await ServedApi.StartAsync();
        var document = await api.Get("/api/v1/openapi.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            ["alerts", "alerts/{id}", "audit", "events/stream", "incidents", "incidents/{id}", "models", "places", "rules", "rules/{id}", "silences", "sources", "suppressed",
                "tasks", "vitals"],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name["/api/v1/".Length..]).Order(StringComparer.Ordinal));
        var get = document.GetProperty("paths").GetProperty("/api/v1/alerts").GetProperty("get");
        Assert.Equal(["state", "grade", "area", "rule", "source", "since", "until", "text", "limit", "cursor"],
            get.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString()));
        Assert.Equal(["200", "400", "404", "503"], get.GetProperty("responses").EnumerateObject().Select(one => one.Name));
    }

    /// <summary>What is answered has no field that the document lacks, and every field that it says is there.</summary>
    [Theory]
    [InlineData("alerts?state=all", "alerts")]
    [InlineData("places?depth=3", "places")]
    [InlineData("rules", "rules")]
    [InlineData("models", "models")]
    [InlineData("tasks", "tasks")]
    [InlineData("vitals", "vitals")]
    [InlineData("sources", "sources")]
    [InlineData("incidents", "incidents")]
    public async Task Answers_are_what_the_document_says(string query, string path)
    {
        await using var api = await ServedApi.StartAsync(Story.Random(2, 200));
        var document = await api.Get("/api/v1/openapi.json");
        var schema = document.GetProperty("paths").GetProperty($"/api/v1/{path}").GetProperty("get").GetProperty("responses").GetProperty("200").GetProperty("content")
            .GetProperty("application/json").GetProperty("schema");
        var faults = new List<string>();
        Check(document, schema, await api.Get($"/api/v1/{query}"), path, faults);
        Assert.Empty(faults);
    }

    private static void Check(JsonElement document, JsonElement schema, JsonElement value, string place, List<string> faults)
    {
        if (schema.TryGetProperty("oneOf", out var oneOf)) schema = oneOf.EnumerateArray().Last();
        if (schema.TryGetProperty("$ref", out var reference)) schema = Resolved(document, reference.GetString()!);
        if (schema.TryGetProperty("$ref", out _))
        {
            Check(document, schema, value, place, faults);
            return;
        }

        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value)) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
            faults.Add($"{place}: {TypeOf(value)}, not {type}");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
            foreach (var item in value.EnumerateArray()) Check(document, items, item, $"{place}[]", faults);
        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties)) return;
        foreach (var field in value.EnumerateObject())
        {
            if (properties.TryGetProperty(field.Name, out var below)) Check(document, below, field.Value, $"{place}.{field.Name}", faults);
            else faults.Add($"{place}.{field.Name} is not in the document");
        }
    }

    private static JsonElement Resolved(JsonElement document, string reference) =>
        reference[2..].Split('/').Aggregate(document, (json, step) => json.ValueKind == JsonValueKind.Array ? json[int.Parse(step)] : json.GetProperty(step));

    private static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!)
        : [type.GetString()!];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
