using System.Globalization;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Alerts;

/// <summary>The sentence of a transition for people: what has happened, and for a falling or ended alert that it is so.</summary>
/// <remarks>The rule's own sentence speaks of the trouble, so it stands for rising alerts only. Falling and ending ones have theirs where the rule gives them;
/// otherwise they say plainly what became of the alert. Where silence, or the end of the rule, is the reason, the sentence says that.</remarks>
public static class AlertSentence
{
    private static readonly MessageTemplate Falling = MessageTemplate.Parse("Down from {{ previous_grade }} to {{ grade }}: {{ title }}, {{ place }}");
    private static readonly MessageTemplate FallingTo = MessageTemplate.Parse($"{Falling.Text}, now {{{{ measure }}}} {{{{ unit }}}}");
    private static readonly MessageTemplate Over = MessageTemplate.Parse("Over after {{ duration }}: {{ title }}, {{ place }}");
    private static readonly MessageTemplate Silent = MessageTemplate.Parse("No data: {{ title }}, {{ place }}");
    private static readonly MessageTemplate EndedBySilence = MessageTemplate.Parse("Ended after {{ duration }} for want of data: {{ title }}, {{ place }}");
    private static readonly MessageTemplate Forgotten = MessageTemplate.Parse("Ended, because {{ key }} has been silent for too long to be remembered: {{ title }}");
    private static readonly MessageTemplate Removed = MessageTemplate.Parse("Ended, because rule {{ rule }} was removed: {{ title }}, {{ place }}");

    /// <summary>The sentence.</summary>
    public static string Of(AlertTransition t) => Template(t).Render(name => ValueOf(name, t));

    private static MessageTemplate Template(AlertTransition t) => (t.Direction, t.Reason) switch
    {
        (AlertDirection.End, TransitionReason.RuleRemoved) => Removed,
        (AlertDirection.End, TransitionReason.Expired) => Forgotten,
        (AlertDirection.End, TransitionReason.NoData) => EndedBySilence,
        (AlertDirection.End, _) => t.Rule.ResolvedMessage ?? Over,
        (_, TransitionReason.NoData) => Silent,
        (AlertDirection.Fall, _) => t.Rule.FallingMessage ?? (t.Rule.Unit.Length > 0 && double.IsFinite(t.Measurement.Measure) ? FallingTo : Falling),
        _ => t.Rule.Message,
    };

    private static string? ValueOf(string name, AlertTransition t) => name switch
    {
        "rule" => t.Rule.Id,
        "title" => t.Rule.Title,
        "key" => t.Key,
        "source" => AlertJson.SourceOf(t) ?? t.Key,
        "site" => t.Site,
        "place" => t.Site.Length > 0 && t.Site != t.Key ? $"{t.Key} ({t.Site})" : t.Key,
        "grade" => AlertJson.Name(t.Grade),
        "previous_grade" => AlertJson.Name(t.PreviousGrade),
        "state" => AlertJson.Name(t.State),
        "measure" => Number(t.Measurement.Measure),
        "threshold" => Number(t.Threshold),
        "count" => t.Measurement.Count.ToString(CultureInfo.InvariantCulture),
        "duration" => Words(t.At - t.FirstEvidence),
        "unit" => t.Rule.Unit,
        "expected" => Number(t.Findings.Count > 0 ? t.Findings[0].Score.Expected : double.NaN),
        "because" => t.Findings.Count > 0 && t.Findings[0].Because.Length > 0 ? t.Findings[0].Because : "no reason known",
        _ => null,
    };

    private static string Number(double value) => double.IsFinite(value) ? Math.Round(value, 3).ToString(CultureInfo.InvariantCulture) : "unknown";

    private static string Words(TimeSpan span) => span switch
    {
        { TotalHours: >= 1 } => Two((long)span.TotalHours, "h", span.Minutes, "min"),
        { TotalMinutes: >= 1 } => Two(span.Minutes, "min", span.Seconds, "s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.#} s"),
    };

    private static string Two(long whole, string unit, int rest, string ofRest) => rest == 0 ? $"{whole} {unit}" : $"{whole} {unit} {rest} {ofRest}";
}
