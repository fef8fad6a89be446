using System.Text.Json;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Alerts;

/// <summary>Writes what models had to do with an alert: <c>model</c>, and <c>models</c> where a rule asks several (docs/alerts.md).</summary>
public static class ModelJson
{
    private const int MostParts = 8;

    /// <summary>Writes the fields; nothing for a rule without models.</summary>
    internal static void Write(Utf8JsonWriter json, AlertTransition t)
    {
        if (t.Rule.Detection.Judge is null && t.Rule.Scores.Count == 0) return;
        var found = t.Findings;
        if (found.Count == 0)
        {
            var model = t.Rule.Detection.Judge ?? t.Rule.Scores[0].Model;
            json.WriteStartObject("model");
            WriteName(json, model.Name, model.Version, model.ParameterHash);
            json.WriteEndObject();
            return;
        }

        json.WritePropertyName("model");
        Write(json, found[0]);
        if (found.Count == 1) return;
        json.WriteStartArray("models");
        foreach (var finding in found) Write(json, finding);
        json.WriteEndArray();
    }

    /// <summary>Writes one finding as an object.</summary>
    public static void Write(Utf8JsonWriter json, ScoreFinding finding)
    {
        json.WriteStartObject();
        WriteName(json, finding.Model, finding.Version, finding.ParameterHash);
        json.WriteString("asked", finding.Asked);
        WriteNumber(json, "score", finding.Score.Value);
        if (finding.Score.Warming) json.WriteBoolean("warming", true);
        if (finding.Score.Outage) json.WriteBoolean("outage", true);
        WriteNumber(json, "expected", finding.Score.Expected);
        WriteNumber(json, "low", finding.Score.Low);
        WriteNumber(json, "high", finding.Score.High);
        if (finding.Shares.Count > 0) WriteParts(json, finding.Shares);
        json.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter json, string name, string version, string hash)
    {
        json.WriteString("name", name);
        json.WriteString("version", version);
        json.WriteString("hash", hash);
    }

    private static void WriteParts(Utf8JsonWriter json, IReadOnlyList<ScoreShare> shares)
    {
        json.WriteStartArray("parts");
        for (var i = 0; i < shares.Count && i < MostParts; i++)
        {
            json.WriteStartObject();
            json.WriteString("part", shares[i].Part);
            WriteNumber(json, "share", Math.Round(shares[i].Share, 3));
            json.WriteString("words", shares[i].Words);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
    }
}
