using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>A transition of an alert as a signal says it: what rules that count alerts need of it, and where its own evidence lies.</summary>
internal static class SignalAlert
{
    public static void Write(Utf8JsonWriter json, AlertTransition t)
    {
        json.WriteStartObject();
        json.WriteString("alert", t.Fingerprint);
        json.WriteNumber("transition", t.Number);
        json.WriteString("rule", t.Rule.Id);
        json.WriteString("rule_hash", t.Rule.Hash);
        json.WriteString("by", t.Rule.By.ToString());
        json.WriteString("key", t.Key);
        if (t.Site.Length > 0) json.WriteString("site", t.Site);
        json.WriteString("state", AlertJson.Name(t.State));
        json.WriteString("grade", AlertJson.Name(t.Grade));
        json.WriteString("previous_grade", AlertJson.Name(t.PreviousGrade));
        json.WriteString("onset", t.Onset.ToString());
        json.WriteString("first_evidence", t.FirstEvidence.ToString());
        json.WriteString("time", t.At.ToString());
        if (double.IsFinite(t.Measurement.Measure)) json.WriteNumber("value", t.Measurement.Measure);
        if (t.Evidence.FirstOffset >= 0)
        {
            json.WriteNumber("from", t.Evidence.FirstOffset);
            json.WriteNumber("to", t.Evidence.LastOffset);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="json">The alert.</param>
    /// <param name="task">The task that found it.</param>
    /// <param name="offset">Offset of the signal: the evidence of those who count it.</param>
    /// <param name="ruleOf">Finds the rule of an id and a key.</param>
    /// <exception cref="Exception">Of the kinds that <see cref="JsonElement"/> throws where it is something else.</exception>
    public static AlertTransition Read(JsonElement json, TaskId task, long offset, Func<string, string, Rule> ruleOf)
    {
        var rule = ruleOf(Text(json, "rule"), Text(json, "by"));
        var at = Time(json, "time");
        var measure = json.TryGetProperty("value", out var value) ? value.GetDouble() : double.NaN;
        return new AlertTransition
        {
            Fingerprint = Text(json, "alert"),
            Number = json.GetProperty("transition").GetInt32(),
            Rule = rule,
            Task = task,
            State = Text(json, "state") == "firing" ? AlertState.Firing : AlertState.Resolved,
            Grade = GradeOf(Text(json, "grade")),
            PreviousGrade = GradeOf(Text(json, "previous_grade")),
            Reason = TransitionReason.Condition,
            Key = Text(json, "key"),
            Site = json.TryGetProperty("site", out var site) ? site.GetString() ?? "" : "",
            Onset = Time(json, "onset"),
            FirstEvidence = Time(json, "first_evidence"),
            At = at,
            Measurement = new Measurement(measure, 1, at, at),
            Evidence = Evidence.At(offset),
            FirstRecords = Evidence.At(offset),
        };
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static EventTime Time(JsonElement json, string name) => EventTime.From(json.GetProperty(name).GetDateTimeOffset());

    private static Grade GradeOf(string name) => name switch
    {
        "blue" => Grade.Blue,
        "yellow" => Grade.Yellow,
        "orange" => Grade.Orange,
        "red" => Grade.Red,
        "none" => Grade.None,
        _ => throw new FormatException($"'{name}' is no grade"),
    };
}
