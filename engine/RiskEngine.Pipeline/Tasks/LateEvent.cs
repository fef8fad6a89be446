using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>An event that came behind the watermark.</summary>
/// <param name="Offset">Offset of its record.</param>
/// <param name="Line">Line in the record, or -1.</param>
/// <param name="Site">Its site, the key of the late topic.</param>
/// <param name="At">When it happened.</param>
/// <param name="Watermark">The watermark that it missed.</param>
/// <param name="Json">The event as decoded, persons pseudonymised.</param>
public sealed record LateEvent(long Offset, int Line, string Site, EventTime At, EventTime Watermark, byte[] Json);
