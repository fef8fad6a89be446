using System.Buffers;
using System.Text.Json;
using RiskEngine.Cel.Values;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>What is written in YAML as values of expressions, and as JSON.</summary>
internal static class YamlValues
{
    /// <summary>The value of a node; what is plain and looks like a number, true, false or null is that.</summary>
    public static CelValue Of(YamlNode node) => node switch
    {
        YamlScalar scalar => Of(scalar),
        YamlList list => CelValue.Of(new CelList([.. list.Items.Select(Of)])),
        YamlMap map => OfMap(map),
        _ => CelValue.Null,
    };

    /// <summary>The node as JSON.</summary>
    public static byte[] ToJson(YamlNode node)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) Write(json, node);
        return bytes.WrittenSpan.ToArray();
    }

    private static CelValue Of(YamlScalar scalar)
    {
        if (scalar.IsNull) return CelValue.Null;
        if (scalar.Style != YamlScalarStyle.Plain) return CelValue.Of(scalar.Value);
        if (scalar.Value is "true" or "false") return CelValue.Of(scalar.Value == "true");
        return Numbers.TryParse(scalar.Value, out var number) ? CelValue.Of(number) : CelValue.Of(scalar.Value);
    }

    private static CelValue OfMap(YamlMap map)
    {
        var values = new CelMap(map.Entries.Count);
        foreach (var (key, value) in map.Entries) values.TryAdd(CelValue.Of(key.Value), Of(value));
        return CelValue.Of(values);
    }

    private static void Write(Utf8JsonWriter json, YamlNode node)
    {
        switch (node)
        {
            case YamlMap map:
                json.WriteStartObject();
                foreach (var (key, value) in map.Entries)
                {
                    json.WritePropertyName(key.Value);
                    Write(json, value);
                }

                json.WriteEndObject();
                break;
            case YamlList list:
                json.WriteStartArray();
                foreach (var item in list.Items) Write(json, item);
                json.WriteEndArray();
                break;
            case YamlScalar scalar:
                Write(json, scalar);
                break;
        }
    }

    private static void Write(Utf8JsonWriter json, YamlScalar scalar)
    {
        var value = Of(scalar);
        if (value.Kind == CelKind.Null) json.WriteNullValue();
        else if (value.Kind == CelKind.Bool) json.WriteBooleanValue(value.AsBool());
        else if (value.Kind == CelKind.Double && IsJsonNumber(scalar.Value)) json.WriteRawValue(scalar.Value);
        else if (value.Kind == CelKind.Double) json.WriteNumberValue(value.AsDouble());
        else json.WriteStringValue(scalar.Value);
    }

    /// <summary>Whether JSON writes the number like that, so that all its digits can stay.</summary>
    private static bool IsJsonNumber(string text)
    {
        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
