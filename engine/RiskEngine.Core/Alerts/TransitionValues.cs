using System.Globalization;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Alerts;

/// <summary>What a sentence may tell of a transition, in the words of one language.</summary>
internal sealed class TransitionValues(AlertTransition t, PlainSentences words) : IMessageValues
{
    public Grade Grade => t.Grade;

    public Grade PreviousGrade => t.PreviousGrade;

    public long Count => t.Measurement.Count;

    public string? Text(string name) => name switch
    {
        "rule" => t.Rule.Id,
        "title" => t.Rule.Title,
        "key" => t.Key,
        "source" => AlertJson.SourceOf(t) ?? t.Key,
        "site" => t.Site,
        "place" => t.Site.Length > 0 && t.Site != t.Key ? $"{t.Key} ({t.Site})" : t.Key,
        "grade" => words.NameOf(t.Grade),
        "previous_grade" => words.NameOf(t.PreviousGrade),
        "state" => AlertJson.Name(t.State),
        "measure" or "threshold" or "expected" => Written(Number(name)),
        "count" => t.Measurement.Count.ToString(CultureInfo.InvariantCulture),
        "duration" => Written(t.At - t.FirstEvidence),
        "unit" => t.Rule.Unit,
        "because" => t.Findings.Count > 0 && t.Findings[0].Because.Length > 0 ? t.Findings[0].Because : words.NoReason,
        _ => t.Blind?.Text(name),
    };

    public double Number(string name) => name switch
    {
        "measure" => t.Measurement.Measure,
        "threshold" => t.Threshold,
        "expected" => t.Findings.Count > 0 ? t.Findings[0].Score.Expected : double.NaN,
        _ => double.NaN,
    };

    public EventAttribute Attribute(string name)
    {
        foreach (var attribute in t.Attributes)
        {
            if (attribute.Name == name) return attribute;
        }

        return new EventAttribute(name, EventValueKind.None, 0, null);
    }

    public string? Label(string name) => t.Rule.Labels.GetValueOrDefault(name);

    private string Written(double value) => double.IsFinite(value) ? Math.Round(value, 3).ToString(CultureInfo.InvariantCulture) : words.Unknown;

    private string Written(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => Two((long)span.TotalHours, words.Hours, span.Minutes, words.Minutes),
        { TotalMinutes: >= 1 } => Two(span.Minutes, words.Minutes, span.Seconds, words.Seconds),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} {words.Seconds}"),
    };

    private static string Two(long whole, string unit, int rest, string ofRest) => rest == 0 ? $"{whole} {unit}" : $"{whole} {unit} {rest} {ofRest}";
}
