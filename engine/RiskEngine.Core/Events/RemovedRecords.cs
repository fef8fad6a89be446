namespace RiskEngine.Core.Events;

/// <summary>A stretch of a partition's log that retention removed before it was read.</summary>
/// <param name="From">Offset of its first record.</param>
/// <param name="Until">Offset behind its last record.</param>
public readonly record struct RemovedRecords(long From, long Until)
{
    /// <summary>How many of its offsets lie at or above a bound.</summary>
    public long CountFrom(long bound) => Math.Max(0, Until - Math.Max(From, bound));
}
