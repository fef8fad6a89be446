namespace RiskEngine.Pipeline.Running;

/// <summary>A stretch of a partition's log.</summary>
/// <param name="Start">Offset of its first record.</param>
/// <param name="End">Offset behind its last record.</param>
public readonly record struct LogStretch(long Start, long End);
