using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Running;

/// <summary>Where people ask things of tasks.</summary>
public interface IRequestLog : IDisposable
{
    /// <summary>Begins to read what is asked of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="from">Offset of the first request that it has not taken in; requests that are gone by then are passed over.</param>
    /// <returns>The requests, to be disposed when the ownership ends; null where nothing can be asked of such a task.</returns>
    IRequestSource? Open(TaskId task, long from);
}
