using System.Text.Json;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Alerts;

/// <summary>Writes what was compared with what: <c>compared</c> (docs/alerts.md).</summary>
internal static class ComparedJson
{
    /// <summary>Writes the field; nothing where nothing was compared.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ScoreFinding> findings)
    {
        if (ComparedValues.In(findings) is not { } compared) return;
        json.WriteStartArray("compared");
        foreach (var value in compared.Shares)
        {
            json.WriteStartObject();
            json.WriteString("what", value.Part);
            if (double.IsFinite(value.Share)) json.WriteNumber("value", value.Share);
            else json.WriteNull("value");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
