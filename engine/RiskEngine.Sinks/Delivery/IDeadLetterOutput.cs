using RiskEngine.Core.Ports;

namespace RiskEngine.Sinks.Delivery;

/// <summary>Where messages go that a receiver refuses for good.</summary>
public interface IDeadLetterOutput
{
    /// <summary>Keeps one; returns when it is kept.</summary>
    /// <param name="sink">Name of the sink.</param>
    /// <param name="record">The record.</param>
    /// <param name="id">Id of the message; the record's place where it has none.</param>
    /// <param name="reason">What the receiver said.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task KeepAsync(string sink, LogRecord record, string id, string reason, CancellationToken cancellationToken);
}
