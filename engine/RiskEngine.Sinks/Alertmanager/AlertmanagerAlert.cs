using System.Text.Json;
using System.Text.RegularExpressions;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Alertmanager;

/// <summary>A notice as Alertmanager knows alerts: labels, which are its identity, annotations, begin.</summary>
/// <param name="Labels">With the grade among them, so that routes can look at it: another grade is another alert there.</param>
/// <param name="Annotations">What people read.</param>
/// <param name="Began">When it began.</param>
internal sealed partial record AlertmanagerAlert(IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, EventTime Began)
{
    /// <summary>Makes it of a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="more">Labels that all get.</param>
    public static AlertmanagerAlert Of(Notice notice, IReadOnlyDictionary<string, string> more)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in notice.Labels.Concat(more)) Put(labels, NotOfALabel().Replace(name, "_"), value);
        Put(labels, "alertname", notice.Kind == NoticeKind.Alerts ? notice.Rule : notice.Cause ?? "incident");
        Put(labels, notice.Kind == NoticeKind.Alerts ? "alert" : "incident", notice.Subject);
        Put(labels, "area", notice.Place);
        Put(labels, "key", notice.Key);
        Put(labels, "grade", AlertJson.Name(notice.Grade));
        Put(labels, "severity", notice.Grade switch { Grade.Blue => "info", Grade.Yellow => "warning", _ => "critical" });
        if (notice.IsDrill) Put(labels, "drill", "true");

        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Put(annotations, "summary", notice.Title);
        Put(annotations, "description", notice.Message);
        Put(annotations, "certainty", notice.Certainty.ToString().ToLowerInvariant());
        Put(annotations, "at", notice.At.ToString());
        Put(annotations, "id", notice.Id);
        Put(annotations, "because", notice.Because);
        Put(annotations, "runbook_url", notice.Runbook);
        return new AlertmanagerAlert(labels, annotations, notice.Began);
    }

    /// <summary>Whether Alertmanager takes both for one alert.</summary>
    public bool IsSameAs(AlertmanagerAlert other) => Labels.SequenceEqual(other.Labels);

    /// <summary>Writes it, as <c>POST /api/v2/alerts</c> wants it.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="now">The wall clock; an alert that began after it, by a device whose clock is fast, begins then.</param>
    /// <param name="ends">When it ends, or is taken for ended unless it is sent again.</param>
    public void Write(Utf8JsonWriter json, EventTime now, EventTime ends)
    {
        json.WriteStartObject();
        WriteTexts(json, "labels", Labels);
        WriteTexts(json, "annotations", Annotations);
        json.WriteString("startsAt", EventTime.Min(Began, now - TimeSpan.FromMilliseconds(1)).ToString());
        json.WriteString("endsAt", ends.ToString());
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> texts)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in texts) json.WriteString(key, value);
        json.WriteEndObject();
    }

    /// <summary>An empty label is none to Alertmanager.</summary>
    private static void Put(SortedDictionary<string, string> texts, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) texts[name] = value;
    }

    [GeneratedRegex(@"[^a-zA-Z0-9_]|\A(?=[0-9])")]
    private static partial Regex NotOfALabel();
}
