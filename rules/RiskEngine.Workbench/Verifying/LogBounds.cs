using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Verifying;

/// <summary>Where the log that is there begins, task by task.</summary>
internal sealed class LogBounds
{
    private readonly Dictionary<TaskId, (long Offset, EventTime Time)> _first = [];

    /// <summary>Takes in a record.</summary>
    public void Add(TaskId task, long offset, EventTime time)
    {
        if (!_first.TryGetValue(task, out var first)) _first.Add(task, (offset, time));
        else if (first.Time == EventTime.MinValue && time > EventTime.MinValue) _first[task] = (first.Offset, time);
    }

    /// <summary>Offset of the first record of a task; null where there is none.</summary>
    public long? FirstOffset(TaskId task) => _first.TryGetValue(task, out var first) ? first.Offset : null;

    /// <summary>The first event time that a task's records tell; null where they tell none.</summary>
    public EventTime? FirstTime(TaskId task) => _first.TryGetValue(task, out var first) && first.Time > EventTime.MinValue ? first.Time : null;
}
