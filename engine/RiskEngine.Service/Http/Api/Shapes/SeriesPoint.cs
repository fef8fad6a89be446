using System.Text.Json.Serialization;
using RiskEngine.Reading.Records;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>What was measured when an alert changed.</summary>
/// <param name="At">When, RFC 3339.</param>
/// <param name="Value">The measure; null where nothing is known.</param>
/// <param name="Threshold">What it was compared with; null where that is no number.</param>
/// <param name="Grade">The grade from then on.</param>
/// <param name="State">Likewise the state.</param>
internal sealed record SeriesPoint(
    string At, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Value, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double? Threshold,
    string Grade, string State)
{
    public static SeriesPoint Of(AlertRecord alert)
    {
        var fields = WholeRecord.Of(alert.Json);
        return new SeriesPoint($"{alert.At}", Number("value"), Number("threshold"), GradeName.Of(alert.Grade), alert.IsOpen ? "firing" : "resolved");

        double? Number(string name) => fields.TryGetValue(name, out var field) && field.ValueKind == System.Text.Json.JsonValueKind.Number ? field.GetDouble() : null;
    }
}
