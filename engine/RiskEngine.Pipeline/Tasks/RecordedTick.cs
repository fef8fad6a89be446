using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>A tick of an idle clock, or a request of somebody, at its place among the records of the task's log.</summary>
/// <param name="Before">Offset of the record that was next then.</param>
/// <param name="Reached">How far time had come.</param>
/// <param name="Request">What was asked; null for a tick.</param>
public readonly record struct RecordedTick(long Before, EventTime Reached, RecordedRequest? Request = null)
{
    /// <summary>What the task takes in.</summary>
    public TaskInput Input => Request is { } request ? new TaskInput.Asked(request, Reached) : new TaskInput.Tick(Reached);
}
