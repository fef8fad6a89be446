using RiskEngine.Core.Ports;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Delivery;

/// <summary>A record on its way, and what is to be said of it.</summary>
/// <param name="record">The record.</param>
/// <param name="notice">Null where nothing is to be said.</param>
internal sealed class PendingNotice(LogRecord record, Notice? notice)
{
    public LogRecord Record { get; } = record;

    public Notice? Notice { get; } = notice;

    /// <summary>Whether it need not be looked at again.</summary>
    public bool IsDone { get; set; } = notice is null;
}
