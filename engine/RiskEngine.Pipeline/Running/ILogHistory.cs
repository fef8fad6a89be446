using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Running;

/// <summary>Finds what of a task's log must be read again where its state is lost.</summary>
public interface ILogHistory : IDisposable
{
    /// <summary>The offset up to which a task is known to have stored everything; null where nobody knows.</summary>
    /// <exception cref="DependencyException">The log does not answer.</exception>
    Task<long?> FindCommittedAsync(TaskId task);

    /// <summary>Finds the stretch behind a task's place that holds a span of event time.</summary>
    /// <param name="task">The task.</param>
    /// <param name="place">Offset of the first record that is new to the task.</param>
    /// <param name="span">How much event time.</param>
    /// <param name="latestTime">The latest event time in a batch of records; null where it holds no event.</param>
    /// <returns>Null where there is nothing behind its place.</returns>
    /// <exception cref="DependencyException">The log does not answer.</exception>
    Task<LogStretch?> FindAsync(TaskId task, long place, TimeSpan span, Func<RecordBatch, EventTime?> latestTime);
}
