using RiskEngine.Core.Alerts;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk.Records;

/// <summary>Writes incidents as <c>risk.incidents.v1</c> has them (docs/desk.md).</summary>
internal sealed class IncidentJson(DeskJson json)
{
    public const string Type = "riskengine.incident.v1";

    /// <summary>Why people are told of what waited for the end of a shift: the record tells of several incidents.</summary>
    public const string Digest = "digest";

    /// <summary>Writes an incident as it is now.</summary>
    /// <param name="i">The incident; its number is that of this record.</param>
    /// <param name="at">When.</param>
    /// <param name="because">Why people are told; null where they are not.</param>
    /// <param name="message">The sentence for people.</param>
    /// <param name="step">The step of its escalation that this is; null where it is none.</param>
    public DeskRecord Write(DeskIncident i, EventTime at, string? because, string message, (int Number, EscalationStep Step)? step)
    {
        var id = $"{i.Id}-{i.Number}";
        json.Begin();
        json.Json.WriteString("id", i.Id);
        json.Json.WriteNumber("number", i.Number);
        json.Json.WriteString("state", i.IsResolved ? "resolved" : "open");
        json.Json.WriteString("direction", because == Digest ? "note" : DirectionOf(i));
        json.Json.WriteString("grade", AlertJson.Name(i.Grade));
        json.Json.WriteString("previous_grade", AlertJson.Name(i.Recorded));
        json.Json.WriteString("certainty", DeskJson.Name(i.Certainty));
        json.Json.WriteString("area", i.Area);
        json.Json.WriteString("cause", i.Cause);
        json.Json.WriteString("title", i.Title);
        json.Json.WriteString("message", message);
        json.Time("opened", i.Opened);
        json.Time("at", at);
        if (i.IsResolved) json.Time("resolved", i.ResolvedAt);
        WriteMembers(i);
        json.Json.WriteBoolean("notify", because is not null);
        if (because is not null) json.Json.WriteString("notify_because", because);
        WritePeople(i, step);
        WriteShares(i);
        WriteRest(i);
        return new DeskRecord(DeskTopic.Incidents, i.Id, id, Type, at, because is not null, json.End()) { IsEnd = i.IsResolved };
    }

    private static string DirectionOf(DeskIncident i) => i.IsResolved ? "end" : i.Grade > i.Recorded ? "rise" : i.Grade < i.Recorded ? "fall" : "note";

    private void WriteMembers(DeskIncident i)
    {
        json.Json.WriteStartObject("first");
        json.OfMember(i.First, withState: false);
        json.Json.WriteEndObject();
        json.Json.WriteStartObject("worst");
        json.OfMember(i.Worst, withState: false);
        json.Json.WriteEndObject();
        json.Json.WriteNumber("open", i.Open);
        json.Json.WriteNumber("total", i.Total);
        json.Json.WriteStartArray("members");
        foreach (var member in i.Members)
        {
            json.Json.WriteStartObject();
            json.OfMember(member, withState: true);
            json.Json.WriteEndObject();
        }

        json.Json.WriteEndArray();
    }

    private void WritePeople(DeskIncident i, (int Number, EscalationStep Step)? step)
    {
        if (i.AcknowledgedBy is { } by)
        {
            json.Json.WriteStartObject("acknowledged");
            json.Json.WriteString("by", by);
            json.Time("at", i.AcknowledgedAt);
            json.Json.WriteEndObject();
        }

        if (i.Assigned is { } assigned) json.Json.WriteString("assigned", assigned);
        if (i.WasTrue is { } wasTrue) json.Json.WriteString("verdict", wasTrue ? "true" : "false");
        if (step is not { } taken) return;
        json.Json.WriteStartObject("escalation");
        json.Json.WriteNumber("step", taken.Number);
        json.Json.WriteString("to", taken.Step.To);
        if (taken.Step.Sink is { } sink) json.Json.WriteString("sink", sink);
        json.Json.WriteEndObject();
    }

    /// <summary>How much each family has to do with it: its part of all that members and witnesses rest on.</summary>
    private void WriteShares(DeskIncident i)
    {
        var shares = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var family in i.Families) shares[family.Family] = family.Total;
        foreach (var (family, contradicts) in i.Witnesses)
        {
            if (!contradicts) shares[family] = shares.GetValueOrDefault(family) + 1;
        }

        var sum = shares.Values.Sum();
        if (sum > 0)
        {
            json.Json.WriteStartArray("shares");
            foreach (var (family, count) in shares)
            {
                json.Json.WriteStartObject();
                json.Json.WriteString("family", family);
                json.Json.WriteNumber("share", Math.Round((double)count / sum, 3));
                json.Json.WriteEndObject();
            }

            json.Json.WriteEndArray();
        }

        var against = i.Witnesses.Where(witness => witness.Against).Select(witness => witness.Family).Distinct().Order(StringComparer.Ordinal).ToArray();
        if (against.Length > 0) Texts("contradicted_by", against);
    }

    private void WriteRest(DeskIncident i)
    {
        if (i.Incomplete.Count > 0) Texts("incomplete", i.Incomplete);
        if (i.Drill) json.Json.WriteBoolean("drill", true);
        Texts("categories", [i.Category]);
        if (i.Runbook is { } runbook) json.Json.WriteString("runbook", runbook);
        if (i.Labels.Count == 0) return;
        json.Json.WriteStartObject("labels");
        foreach (var (name, value) in i.Labels) json.Json.WriteString(name, value);
        json.Json.WriteEndObject();
    }

    private void Texts(string name, IEnumerable<string> texts)
    {
        json.Json.WriteStartArray(name);
        foreach (var text in texts) json.Json.WriteStringValue(text);
        json.Json.WriteEndArray();
    }
}
