using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Records;

/// <summary>Writes what people are not told of, with the reason, as <c>risk.suppressed.v1</c> has it (docs/desk.md).</summary>
internal sealed class SuppressedJson(DeskJson json)
{
    public const string Type = "riskengine.suppressed.v1";

    /// <summary>The reason of a transition that had been taken in before; its record has an identity of its own.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>Writes one transition.</summary>
    /// <param name="taken">The transition.</param>
    /// <param name="area">Its desk area.</param>
    /// <param name="cause">What it is about.</param>
    /// <param name="at">When the desk decided.</param>
    /// <param name="reason">duplicate, folded, silenced, shelved, inhibited or budgeted.</param>
    /// <param name="by">What did it: an incident, a silence, an alert, a person; null where there is no such thing.</param>
    /// <param name="why">The reason that people gave, or a sentence; null for none.</param>
    public DeskRecord Write(in TakenAlert taken, string area, string cause, EventTime at, string reason, string? by, string? why)
    {
        var id = reason == Duplicate ? $"{taken.Id}-{taken.Number}-{Duplicate}" : $"{taken.Id}-{taken.Number}";
        json.Begin();
        json.Json.WriteString("id", id);
        json.Id("alert", taken.Id);
        json.Json.WriteNumber("transition", taken.Number);
        json.Json.WriteString("reason", reason);
        if (by is not null) json.Json.WriteString("by", by);
        if (why is not null) json.Json.WriteString("why", why);
        json.Json.WriteString("rule", taken.Facts.Rule);
        json.Json.WriteString("key", taken.Key);
        if (taken.Place.Length > 0) json.Json.WriteString("site", taken.Place);
        json.Json.WriteString("area", area);
        json.Json.WriteString("cause", cause);
        json.Json.WriteString("state", AlertJson.Name(taken.State));
        json.Json.WriteString("grade", AlertJson.Name(taken.Grade));
        json.Time("time", taken.At);
        json.Time("at", at);
        return new DeskRecord(DeskTopic.Suppressed, area, id, Type, at, Notify: false, json.End());
    }
}
