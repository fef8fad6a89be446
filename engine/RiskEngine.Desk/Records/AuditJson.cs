using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Records;

/// <summary>Writes who did what, as <c>risk.audit.v1</c> has it (docs/desk.md).</summary>
internal sealed class AuditJson(DeskJson json)
{
    public const string Type = "riskengine.audit.v1";

    /// <summary>Writes one entry.</summary>
    /// <param name="entry">What was done.</param>
    /// <param name="at">When it took effect.</param>
    public DeskRecord Write(in AuditEntry entry, EventTime at)
    {
        json.Begin();
        json.Json.WriteString("id", entry.Id);
        json.Time("at", at);
        json.Json.WriteString("action", entry.Action);
        json.Json.WriteString("by", entry.By);
        json.Json.WriteString("about", entry.About);
        json.Json.WriteString("area", entry.Area);
        json.Json.WriteString("outcome", entry.Refused is null ? "done" : "refused");
        if (entry.Refused is { } refused) json.Json.WriteString("refused", refused);
        if (entry.Why.Length > 0) json.Json.WriteString("why", entry.Why);
        if (entry.To is { } to) json.Json.WriteString("to", to);
        if (entry.Until is { } until) json.Time("until", until);
        if (entry.Rules is { Count: > 0 } rules)
        {
            json.Json.WriteStartArray("rules");
            foreach (var rule in rules) json.Json.WriteStringValue(rule);
            json.Json.WriteEndArray();
        }

        return new DeskRecord(DeskTopic.Audit, entry.About, entry.Id, Type, at, Notify: false, json.End());
    }
}
