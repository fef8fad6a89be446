namespace RiskEngine.Core.Events;

/// <summary>What a producer can do about a rejection; docs/events.md has the same.</summary>
public static class RejectReasonRemedy
{
    /// <summary>The remedy, without a full stop.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="isMapped">Whether the record is mapped, so that its form is the mapping's affair.</param>
    public static string Remedy(this RejectReason reason, bool isMapped = false) => reason switch
    {
        RejectReason.BadField when isMapped => "correct the mapping, or the device: docs/inputs.md",
        RejectReason.MalformedJson => "write one JSON object a line, in UTF-8, each line ended by LF",
        RejectReason.TooLarge => "send fewer events a record, or less in the event",
        RejectReason.TooDeep => "flatten it",
        RejectReason.MissingField => "an event needs kind, source, site and time",
        RejectReason.DuplicateField => "send it once",
        RejectReason.BadField => "see the fields in docs/events.md",
        RejectReason.BadLength => "shorten it, or leave it out where it is empty",
        RejectReason.UnknownFamily => "write e.g. sensor.gas, access.door, utility.water.flow, flow.people, report.smell",
        RejectReason.BadTime => "write e.g. 2026-11-21T10:00:00Z, or milliseconds since 1970 as a number",
        RejectReason.FutureTime => "set the device's clock",
        RejectReason.ImplausibleTime => "set the device's clock, or correct the unit of its time",
        RejectReason.UnknownField => "move it into attributes",
        RejectReason.TooManyAttributes => "send fewer",
        RejectReason.TooManySources => "keep what changes (ids, times) out of names, or add partitions",
        RejectReason.Empty => "send no tombstones",
        RejectReason.Unmapped => "correct the mapping, or the device; riskengine inputs test shows what becomes of a payload",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };
}
