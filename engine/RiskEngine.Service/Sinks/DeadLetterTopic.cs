using RiskEngine.Core.Ports;
using RiskEngine.Kafka.Output;
using RiskEngine.Sinks.Delivery;

namespace RiskEngine.Service.Sinks;

/// <summary>Keeps what receivers of sinks refuse in a topic.</summary>
/// <param name="publisher">Writes it.</param>
internal sealed class DeadLetterTopic(KafkaPublisher publisher) : IDeadLetterOutput
{
    /// <inheritdoc/>
    public Task KeepAsync(string sink, LogRecord record, string id, string reason, CancellationToken cancellationToken) =>
        publisher.PublishRefused(sink, record, id, reason).WaitAsync(cancellationToken);
}
