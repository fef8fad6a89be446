using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>A tick of an idle clock, at its place among the records of the task's log.</summary>
/// <param name="Before">Offset of the record that was next then.</param>
/// <param name="Reached">How far time had come.</param>
public readonly record struct RecordedTick(long Before, EventTime Reached);
