using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Desk.Running;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Output;

/// <summary>Publishes what a task finds to the topics, alerts or what the desk writes; they arrive at least once.</summary>
/// <param name="publisher">The producer, shared by tasks.</param>
/// <param name="task">Whose output it is.</param>
/// <param name="language">The language of <c>message</c> in alerts.</param>
public sealed class KafkaAlertOutput(KafkaPublisher publisher, TaskId task, string language) : IAlertOutput
{
    private readonly AlertJson _json = new(language);

    /// <inheritdoc/>
    public void Publish(TaskOutput output, Acknowledgements acknowledgements, CancellationToken cancellationToken)
    {
        foreach (var rejection in output.Rejections) publisher.PublishDeadLetter(task, rejection, acknowledgements, cancellationToken);
        foreach (var late in output.Late)
        {
            publisher.PublishLate(task, late.Site, late.Offset, late.Line, late.Watermark, late.Json, acknowledgements, cancellationToken);
        }

        foreach (var alert in output.Alerts) publisher.PublishAlert(alert, _json.Encode(alert).ToArray(), acknowledgements, cancellationToken);
        foreach (var alert in output.Shadow) publisher.PublishShadow(alert, _json.Encode(alert).ToArray(), acknowledgements, cancellationToken);
        if (output is not DeskOutput desk) return;
        foreach (var record in desk.Records) publisher.PublishDesk(record, acknowledgements, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _json.Dispose();
        return ValueTask.CompletedTask;
    }
}
