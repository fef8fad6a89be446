using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>An event that came too late for every rule.</summary>
/// <param name="Offset">Offset of its record.</param>
/// <param name="Line">Line in the record, or -1.</param>
/// <param name="Site">Its site, the key of the late topic.</param>
/// <param name="At">When it happened.</param>
/// <param name="Watermark">How far its clock had come: that of its source, or of the task less the lateness.</param>
/// <param name="Json">The event as decoded, persons pseudonymised.</param>
public sealed record LateEvent(long Offset, int Line, string Site, EventTime At, EventTime Watermark, byte[] Json);
