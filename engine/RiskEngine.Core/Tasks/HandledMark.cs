using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tasks;

/// <summary>A claim about the log: the events of all records below an offset, as far as they lie at or before a time, have been evaluated or found late.</summary>
/// <param name="Below">The offset, not included.</param>
/// <param name="Until">The time, included.</param>
public readonly record struct HandledMark(long Below, EventTime Until)
{
    /// <summary>Whether the claim covers an event.</summary>
    public bool Covers(long offset, EventTime at) => offset < Below && at <= Until;
}
