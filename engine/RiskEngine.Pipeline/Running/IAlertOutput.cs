using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Where what a task finds goes: topics, memory, a page. Opened for one task.</summary>
public interface IAlertOutput : IAsyncDisposable
{
    /// <summary>Sends what there is to publish, and returns when it is on its way.</summary>
    /// <param name="output">What there is; only lent until the call returns.</param>
    /// <param name="acknowledgements">Counts what was sent until it has arrived: a checkpoint waits for that.</param>
    /// <param name="cancellationToken">Ends a wait for room.</param>
    /// <exception cref="Exception">It cannot be sent: the task restarts from its checkpoint.</exception>
    void Publish(TaskOutput output, Acknowledgements acknowledgements, CancellationToken cancellationToken);
}
