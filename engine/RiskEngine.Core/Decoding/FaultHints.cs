using System.Text.Json;

namespace RiskEngine.Core.Decoding;

/// <summary>What may have been meant by a line that is no event, in brackets and with a blank before it; empty where nothing comes to mind.</summary>
/// <remarks>No value of the line is in it, and of its names only those that are common.</remarks>
internal static class FaultHints
{
    private static readonly (string Field, string[] Others)[] Synonyms =
    [
        ("kind", ["type", "eventType", "event_type", "measurement", "metric", "topic"]),
        ("source", ["device", "deviceId", "device_id", "deviceName", "sensor", "sensorId", "sensor_id", "devEui", "dev_eui", "meter", "meterId", "meter_id"]),
        ("site", ["location", "place", "area", "building", "room", "zone"]),
        ("time", ["timestamp", "ts", "t", "datetime", "date", "date_time", "dateTime", "eventTime", "event_time", "measuredAt", "createdAt", "created_at"]),
    ];

    /// <summary>What stands where JSON wants something else.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">The byte at which it stops being JSON.</param>
    public static string OfSyntax(ReadOnlySpan<byte> line, int at)
    {
        if (at >= line.Length) return " (the line ends inside the JSON: one object stands on one line)";
        var rest = line[at..].TrimStart(" \t"u8);
        if (rest.IsEmpty) return "";
        if (rest[0] == (byte)'\'') return " (names and texts stand in double quotes)";
        if (rest[0] is (byte)'}' or (byte)']' && line[..at].TrimEnd(" \t"u8) is [.., (byte)',']) return " (a comma stands before the closing bracket)";
        if (rest[0] is (byte)'-' or (byte)'+') rest = rest[1..];
        if (Begins(rest, "nan"u8) || Begins(rest, "inf"u8)) return " (NaN and infinity are no numbers of JSON: leave the field out, or write null)";
        return Begins(rest, "true"u8) || Begins(rest, "false"u8) || Begins(rest, "none"u8) || Begins(rest, "null"u8)
            ? " (true, false and null are written in small letters)" : "";
    }

    /// <summary>Which names stand in for those that are missing.</summary>
    /// <param name="line">The line, which is JSON.</param>
    /// <param name="missing">The required fields that it lacks.</param>
    public static string OfMissing(ReadOnlySpan<byte> line, IReadOnlyList<string> missing)
    {
        if (missing.Count >= 3) return " (records of another form need a mapping: riskengine inputs guess)";
        var meant = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(line);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1 || reader.ValueSpan.Length > 40) continue;
                var name = reader.GetString() ?? "";
                foreach (var field in missing)
                {
                    if (name == field || Known(field, name.Trim()) is not { } known) continue;
                    meant.Add(known == field ? $"'{field}' has blanks around it" : $"'{known}' is there, write '{field}'");
                }

                reader.Skip();
            }
        }
        catch (JsonException)
        {
            // Then the syntax is told, not the names.
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in a name.
        }

        return meant.Count == 0 ? "" : $" ({string.Join("; ", meant)})";
    }

    /// <summary>The name as it may be shown, where it is the field's own in another case, or one that is used for it.</summary>
    private static string? Known(string field, string name)
    {
        if (name.Equals(field, StringComparison.OrdinalIgnoreCase)) return name;
        foreach (var (of, others) in Synonyms)
        {
            if (of == field && Array.Find(others, other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) is not null) return name;
        }

        return null;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) =>
        text.Length >= word.Length && System.Text.Ascii.EqualsIgnoreCase(text[..word.Length], word);
}
