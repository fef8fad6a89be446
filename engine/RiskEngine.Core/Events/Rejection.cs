namespace RiskEngine.Core.Events;

/// <summary>A record, or one line of it, that could not be decoded: a value on its way to the dead-letter topic, never an exception.</summary>
/// <param name="Offset">Offset of the record.</param>
/// <param name="Line">Zero-based line in a record of many events; -1 where the whole record is meant.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What exactly, without any value of the record: a field name, a position.</param>
/// <param name="Payload">The offending bytes, redacted unless the operator asked for raw ones.</param>
public sealed record Rejection(long Offset, int Line, RejectReason Reason, string Detail, byte[] Payload)
{
    /// <summary>Whether it came of a mapping, and so is no fault against the event contract.</summary>
    public bool IsMapped { get; init; }

    /// <summary>The topic of the record; null for that of the task.</summary>
    public string? Topic { get; init; }
}
