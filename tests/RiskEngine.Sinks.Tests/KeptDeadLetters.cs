using RiskEngine.Core.Ports;
using RiskEngine.Sinks.Delivery;

namespace RiskEngine.Sinks.Tests;

/// <summary>Keeps dead letters in memory.</summary>
internal sealed class KeptDeadLetters : IDeadLetterOutput
{
    public List<(string Sink, string Id, string Reason)> All { get; } = [];

    public Task KeepAsync(string sink, LogRecord record, string id, string reason, CancellationToken cancellationToken)
    {
        All.Add((sink, id, reason));
        return Task.CompletedTask;
    }
}
