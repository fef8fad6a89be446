using System.Globalization;
using System.Text.Json;
using RiskEngine.Cel.Functions;
using RiskEngine.Cel.Values;

namespace RiskEngine.Cel.Json;

// The JSON form of cel.expr.Value, and plain JSON, to values.
internal static class ValueReader
{
    public static bool TryRead(JsonElement json, out CelValue value, out string fault)
    {
        fault = "";
        switch (json.ValueKind)
        {
            case JsonValueKind.Null:
                value = CelValue.Null;
                return true;
            case JsonValueKind.True or JsonValueKind.False:
                value = CelValue.Of(json.GetBoolean());
                return true;
            case JsonValueKind.String:
                return TryText(json, out value, ref fault);
            case JsonValueKind.Number:
                return TryNumber(json, out value, ref fault);
            case JsonValueKind.Array:
                return TryList(json, out value, out fault);
            case JsonValueKind.Object:
                return TryTyped(json, out value, out fault) || (fault.Length == 0 && TryMap(json, out value, out fault));
            default:
                value = default;
                return Fail(out fault, "a value is missing");
        }
    }

    private static bool Fail(out string fault, string message)
    {
        fault = message;
        return false;
    }

    private static bool TryText(JsonElement json, out CelValue value, ref string fault)
    {
        try
        {
            value = CelValue.Of(json.GetString() ?? "");
            return true;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, which JSON can write and Unicode text cannot hold.
            value = default;
            return Fail(out fault, "a text is not valid Unicode");
        }
    }

    // Without a point or an exponent it is an int, as an author would write it in an expression.
    private static bool TryNumber(JsonElement json, out CelValue value, ref string fault)
    {
        if (!json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') && json.TryGetInt64(out var whole))
        {
            value = CelValue.Of(whole);
            return true;
        }
        value = default;
        if (!json.TryGetDouble(out var number) || double.IsInfinity(number))
            return Fail(out fault, "a number does not fit a double");
        value = CelValue.Of(number);
        return true;
    }

    private static bool TryList(JsonElement json, out CelValue value, out string fault)
    {
        value = default;
        fault = "";
        var items = new List<CelValue>();
        foreach (var element in json.EnumerateArray())
        {
            if (!TryRead(element, out var item, out fault))
                return false;
            items.Add(item);
        }
        value = CelValue.Of(new CelList([.. items]));
        return true;
    }

    private static bool TryMap(JsonElement json, out CelValue value, out string fault)
    {
        value = default;
        fault = "";
        var map = new CelMap();
        foreach (var property in json.EnumerateObject())
        {
            if (!TryRead(property.Value, out var item, out fault))
                return false;
            if (!map.TryAdd(CelValue.Of(property.Name), item))
                return Fail(out fault, $"the key '{property.Name}' is repeated");
        }
        value = CelValue.Of(map);
        return true;
    }

    // False without a fault: it is not the typed form.
    private static bool TryTyped(JsonElement json, out CelValue value, out string fault)
    {
        value = default;
        fault = "";
        string? name = null;
        JsonElement inner = default;
        foreach (var property in json.EnumerateObject())
        {
            if (name is not null)
                return false;
            (name, inner) = (property.Name, property.Value);
        }
        switch (name)
        {
            case "nullValue":
                value = CelValue.Null;
                return true;
            case "boolValue" when inner.ValueKind is JsonValueKind.True or JsonValueKind.False:
                value = CelValue.Of(inner.GetBoolean());
                return true;
            case "int64Value":
                return TryInteger<long>(inner, out var whole) ? Found(value = CelValue.Of(whole)) : Fail(out fault, "int64Value is not a 64-bit integer");
            case "uint64Value":
                return TryInteger<ulong>(inner, out var natural) ? Found(value = CelValue.Of(natural)) : Fail(out fault, "uint64Value is not an unsigned 64-bit integer");
            case "doubleValue":
                return TryDouble(inner, out var number) ? Found(value = CelValue.Of(number)) : Fail(out fault, "doubleValue is not a double");
            case "stringValue" when inner.ValueKind == JsonValueKind.String:
                return TryText(inner, out value, ref fault);
            case "bytesValue" when inner.ValueKind == JsonValueKind.String:
                return inner.TryGetBytesFromBase64(out var octets) ? Found(value = CelValue.Of(octets)) : Fail(out fault, "bytesValue is not base64");
            case "typeValue" when inner.ValueKind == JsonValueKind.String:
                return StandardLibrary.FindType(inner.GetString() ?? "") is { } type ? Found(value = CelValue.Of(type)) : Fail(out fault, "typeValue is not a type of this subset");
            case "listValue" when inner.ValueKind == JsonValueKind.Object:
                return inner.TryGetProperty("values", out var values) ? TryList(values, out value, out fault) : Found(value = CelValue.Of(CelList.Empty));
            case "mapValue" when inner.ValueKind == JsonValueKind.Object:
                return inner.TryGetProperty("entries", out var entries) ? TryEntries(entries, out value, out fault) : Found(value = CelValue.Of(new CelMap()));
            case "objectValue" when inner.ValueKind == JsonValueKind.Object:
                return TryObject(inner, out value, out fault);
            case "value" when inner.ValueKind == JsonValueKind.Object:
                return TryTyped(inner, out value, out fault);
            default:
                return false;
        }
    }

    private static bool Found(in CelValue value) => !value.IsAbsent;

    private static bool TryInteger<T>(JsonElement json, out T value)
        where T : struct, System.Numerics.IBinaryInteger<T>
    {
        value = default;
        return json.ValueKind is JsonValueKind.String or JsonValueKind.Number
            && T.TryParse(json.ValueKind == JsonValueKind.String ? json.GetString() : json.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryDouble(JsonElement json, out double value)
    {
        value = 0;
        if (json.ValueKind == JsonValueKind.Number)
            return json.TryGetDouble(out value);
        if (json.ValueKind != JsonValueKind.String || Conversions.ToDouble(CelValue.Of(json.GetString())) is not { Kind: CelKind.Double } parsed)
            return false;
        value = parsed.AsDouble();
        return true;
    }

    private static bool TryEntries(JsonElement entries, out CelValue value, out string fault)
    {
        value = default;
        fault = "";
        if (entries.ValueKind != JsonValueKind.Array)
            return Fail(out fault, "mapValue.entries is not a list");
        var map = new CelMap();
        foreach (var entry in entries.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("key", out var keyJson) || !entry.TryGetProperty("value", out var valueJson))
                return Fail(out fault, "an entry of mapValue lacks its key or value");
            if (!TryRead(keyJson, out var key, out fault) || !TryRead(valueJson, out var item, out fault))
                return false;
            if (!map.TryAdd(key, item))
                return Fail(out fault, "a key of mapValue is repeated or of no key type");
        }
        value = CelValue.Of(map);
        return true;
    }

    private static bool TryObject(JsonElement json, out CelValue value, out string fault)
    {
        value = default;
        fault = "";
        if (!json.TryGetProperty("@type", out var typeJson) || typeJson.ValueKind != JsonValueKind.String || !json.TryGetProperty("value", out var inner))
            return Fail(out fault, "objectValue needs '@type' and 'value'");
        var type = typeJson.GetString() ?? "";
        var text = inner.ValueKind == JsonValueKind.String ? inner.GetString() ?? "" : "";
        switch (type[(type.LastIndexOf('/') + 1)..])
        {
            case "google.protobuf.Duration":
                value = TimeNotation.ParseDuration(text);
                break;
            case "google.protobuf.Timestamp":
                value = TimeNotation.ParseTimestamp(text);
                break;
            default:
                return Fail(out fault, $"'{type}' is a message, and this subset has none");
        }
        return !value.IsError || Fail(out fault, value.AsError().Message);
    }
}
