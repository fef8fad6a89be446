using System.Text.Json;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>Reads the field <c>blind</c> of an alert (docs/alerts.md).</summary>
internal static class BlindReader
{
    private const int Most = 64;

    /// <summary>Reads the field's value.</summary>
    /// <exception cref="JsonException">It is malformed.</exception>
    public static BlindFacts Read(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) throw new JsonException("blind is no map");
        var (sources, silent, since) = (0, 0, EventTime.MinValue);
        IReadOnlyList<string> risks = [], devices = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("sources"u8)) sources = Number(ref reader);
            else if (reader.ValueTextEquals("silent"u8)) silent = Number(ref reader);
            else if (reader.ValueTextEquals("since"u8)) since = Time(ref reader);
            else if (reader.ValueTextEquals("risks"u8)) risks = Texts(ref reader);
            else if (reader.ValueTextEquals("devices"u8)) devices = Texts(ref reader);
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new BlindFacts(BlindBecause.SourcesSilent, risks, devices, since) { Total = sources, Silent = silent };
    }

    private static int Number(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) && number >= 0 ? number : throw new JsonException("blind: no number");

    private static EventTime Time(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.String && TimeText.TryRfc3339(reader.ValueSpan, out var at) ? at : throw new JsonException("blind: no time");

    private static List<string> Texts(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray) throw new JsonException("blind: no list");
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            if (texts.Count < Most) texts.Add(reader.GetString() ?? "");
        }

        return reader.TokenType == JsonTokenType.EndArray ? texts : throw new JsonException("blind: no list of texts");
    }
}
