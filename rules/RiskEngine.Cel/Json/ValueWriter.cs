using System.Globalization;
using System.Text.Json;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Json;

// Values to the JSON form of cel.expr.Value.
internal static class ValueWriter
{
    public static void Write(Utf8JsonWriter writer, in CelValue value)
    {
        writer.WriteStartObject();
        switch (value.Kind)
        {
            case CelKind.Null:
                writer.WriteNull("nullValue");
                break;
            case CelKind.Bool:
                writer.WriteBoolean("boolValue", value.AsBool());
                break;
            case CelKind.Int:
                writer.WriteString("int64Value", value.AsInt().ToString(CultureInfo.InvariantCulture));
                break;
            case CelKind.Uint:
                writer.WriteString("uint64Value", value.AsUint().ToString(CultureInfo.InvariantCulture));
                break;
            case CelKind.Double:
                WriteDouble(writer, value.AsDouble());
                break;
            case CelKind.String:
                writer.WriteString("stringValue", value.AsString());
                break;
            case CelKind.Bytes:
                writer.WriteBase64String("bytesValue", value.AsBytes());
                break;
            case CelKind.Type:
                writer.WriteString("typeValue", value.AsType().Name);
                break;
            case CelKind.Duration:
                WriteObject(writer, "google.protobuf.Duration", TimeNotation.FormatDuration(value.AsDurationNanos()));
                break;
            case CelKind.Timestamp:
                WriteObject(writer, "google.protobuf.Timestamp", TimeNotation.FormatTimestamp(value));
                break;
            case CelKind.List:
                WriteList(writer, value.AsList());
                break;
            case CelKind.Map:
                WriteMap(writer, value.AsMap());
                break;
        }
        writer.WriteEndObject();
    }

    private static void WriteDouble(Utf8JsonWriter writer, double value)
    {
        writer.WritePropertyName("doubleValue");
        if (!double.IsFinite(value))
            writer.WriteStringValue(NumberNotation.Shortest(value));
        else if (value == 0 && double.IsNegative(value))
            writer.WriteRawValue("-0.0");
        else
            writer.WriteNumberValue(value);
    }

    private static void WriteObject(Utf8JsonWriter writer, string type, string value)
    {
        writer.WriteStartObject("objectValue");
        writer.WriteString("@type", $"type.googleapis.com/{type}");
        writer.WriteString("value", value);
        writer.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter writer, CelList list)
    {
        writer.WriteStartObject("listValue");
        writer.WriteStartArray("values");
        foreach (var item in list)
            Write(writer, item);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter writer, CelMap map)
    {
        writer.WriteStartObject("mapValue");
        writer.WriteStartArray("entries");
        foreach (var (key, value) in map.Entries)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("key");
            Write(writer, key);
            writer.WritePropertyName("value");
            Write(writer, value);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
