using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace RiskEngine.Cel.Values;

// Values in the form that people read (cel-spec, doc/extensions/strings.md).
internal static class ValueText
{
    public static string Display(in CelValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    // False where a value has no form for people: an error, or a list with one in it.
    public static bool Append(StringBuilder text, in CelValue value)
    {
        switch (value.Kind)
        {
            case CelKind.Null:
                return Appended(text, "null");
            case CelKind.Bool:
                return Appended(text, value.AsBool() ? "true" : "false");
            case CelKind.Int:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsInt()}");
                return true;
            case CelKind.Uint:
                text.Append(CultureInfo.InvariantCulture, $"{value.AsUint()}");
                return true;
            case CelKind.Double:
                return Appended(text, NumberNotation.Shortest(value.AsDouble()));
            case CelKind.String:
                return Appended(text, value.AsString());
            case CelKind.Bytes:
                return Appended(text, DecodeLossy(value.AsBytes()));
            case CelKind.Duration:
                return Appended(text, TimeNotation.FormatDuration(value.AsDurationNanos()));
            case CelKind.Timestamp:
                return Appended(text, TimeNotation.FormatTimestamp(value));
            case CelKind.Type:
                return Appended(text, value.AsType().Name);
            case CelKind.List:
                return AppendList(text, value.AsList());
            case CelKind.Map:
                return AppendMap(text, value.AsMap());
            default:
                return false;
        }
    }

    private static bool AppendList(StringBuilder text, CelList list)
    {
        text.Append('[');
        for (var i = 0; i < list.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            if (!Append(text, list[i]))
                return false;
        }
        text.Append(']');
        return true;
    }

    private static bool AppendMap(StringBuilder text, CelMap map)
    {
        var entries = new List<(string Key, string Value)>(map.Count);
        foreach (var (key, value) in map.Items)
            entries.Add((Display(key), Display(value)));
        entries.Sort((a, b) => string.CompareOrdinal(a.Key, b.Key));
        text.Append('{');
        for (var i = 0; i < entries.Count; i++)
            text.Append(i > 0 ? ", " : "").Append(entries[i].Key).Append(": ").Append(entries[i].Value);
        text.Append('}');
        return true;
    }

    // Adjacent invalid sequences become one replacement character.
    private static string DecodeLossy(byte[] octets)
    {
        if (Utf8.IsValid(octets))
            return Encoding.UTF8.GetString(octets);
        var text = new StringBuilder(octets.Length);
        ReadOnlySpan<byte> rest = octets;
        var replaced = false;
        while (rest.Length > 0)
        {
            var valid = Rune.DecodeFromUtf8(rest, out var rune, out var used) == System.Buffers.OperationStatus.Done;
            if (valid || !replaced)
                text.Append(rune.ToString());
            replaced = !valid;
            rest = rest[Math.Max(1, used)..];
        }
        return text.ToString();
    }

    private static bool Appended(StringBuilder text, string part)
    {
        text.Append(part);
        return true;
    }
}
