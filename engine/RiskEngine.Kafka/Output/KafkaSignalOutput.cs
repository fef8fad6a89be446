using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Output;

/// <summary>Publishes a task's signals at once, whatever the delivery of its alerts: a signal that is sent again is known by its place.</summary>
/// <param name="publisher">The producer, shared by tasks.</param>
public sealed class KafkaSignalOutput(KafkaPublisher publisher) : IAlertOutput
{
    /// <inheritdoc/>
    public void Publish(TaskOutput output, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        foreach (var signal in output.Signals) publisher.PublishSignal(signal, acknowledgements, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
