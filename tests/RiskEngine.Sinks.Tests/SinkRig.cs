using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Delivery;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Tests;

/// <summary>A sink with its delivery, and what became of the records.</summary>
internal sealed class SinkRig
{
    private readonly TimeProvider _time;
    private AcceptedIds _accepted = new();

    public SinkRig(ISink sink, TimeProvider? time = null, DeliveryPolicy? policy = null, NoticeFilter? filter = null)
    {
        _time = time ?? TimeProvider.System;
        Plan = new SinkPlan { Name = "desk", Of = NoticeKind.Incidents, Filter = filter ?? Everything, Policy = policy ?? Quick };
        Delivery = Open(sink);
    }

    public static NoticeFilter Everything { get; } = new(Grade.Blue, [], [], DrillChoice.Include, WithPicture: false);

    /// <summary>Waits of milliseconds.</summary>
    public static DeliveryPolicy Quick { get; } = new() { RetryFirst = TimeSpan.FromMilliseconds(10), RetryAtMost = TimeSpan.FromMilliseconds(50) };

    public SinkPlan Plan { get; }

    public SinkDelivery Delivery { get; private set; }

    public SinkStatus Status { get; } = new("desk", "test");

    public KeptDeadLetters DeadLetters { get; } = new();

    /// <summary>Offsets of the records that are done, in order.</summary>
    public List<long> Done { get; } = [];

    public Task Take(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken = default) =>
        Delivery.TakeAsync(records, record => Done.Add(record.Offset), cancellationToken);

    /// <summary>The partitions went away and came back in the same process: another sink, which is shown what was stored as done.</summary>
    public void Reassign(ISink sink, IEnumerable<LogRecord> before)
    {
        Delivery = Open(sink);
        foreach (var record in before) Delivery.Recall(record);
    }

    /// <summary>Another process with another sink, which knows what was done.</summary>
    public void Restart(ISink sink, IEnumerable<LogRecord> before)
    {
        _accepted = new AcceptedIds();
        Reassign(sink, before);
    }

    private SinkDelivery Open(ISink sink) => new(Plan, sink, DeadLetters, Status, _accepted, _time, NullLogger.Instance);
}
