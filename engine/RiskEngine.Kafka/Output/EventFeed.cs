using Confluent.Kafka;
using RiskEngine.Core.Events;

namespace RiskEngine.Kafka.Output;

/// <summary>Publishes events to the input topics, keyed by site: for <c>replay</c>, the demo and load tests.</summary>
public sealed class EventFeed : IDisposable
{
    private static readonly TimeSpan QueueFullWait = TimeSpan.FromMilliseconds(5);
    private readonly IProducer<byte[], ReadOnlyMemory<byte>> _producer;
    private readonly string[] _topics;
    private readonly ManualResetEventSlim _never = new();
    private string? _failure;

    /// <summary>Creates the producer.</summary>
    public EventFeed(KafkaOptions options)
    {
        _topics = [.. Enum.GetNames<EventFamily>().Select(family => options.Topics.EventsOf(family.ToLowerInvariant()))];
        var config = options.ProducerConfig();
        config.LingerMs = 20;
        config.EnableDeliveryReports = true;
        config.DeliveryReportFields = "status";
        _producer = new ProducerBuilder<byte[], ReadOnlyMemory<byte>>(config)
            .SetValueSerializer(MemoryBytes.Instance)
            .SetLogHandler((_, _) => { })
            .Build();
    }

    /// <summary>Whether a broker answers in time.</summary>
    public bool IsReachable(TimeSpan timeout)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
            return admin.GetMetadata(timeout).Brokers.Count > 0;
        }
        catch (KafkaException)
        {
            return false;
        }
    }

    /// <summary>Queues one event; waits where the queue is full.</summary>
    /// <exception cref="InvalidOperationException">Kafka refused an earlier event for good.</exception>
    public void Publish(EventFamily family, byte[] site, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        if (Volatile.Read(ref _failure) is { } failure) throw new InvalidOperationException($"Kafka refused an event: {failure}");
        var message = new Message<byte[], ReadOnlyMemory<byte>> { Key = site, Value = json };
        while (true)
        {
            try
            {
                _producer.Produce(_topics[(int)family], message, OnReport);
                return;
            }
            catch (ProduceException<byte[], ReadOnlyMemory<byte>> fault) when (fault.Error.Code == ErrorCode.Local_QueueFull)
            {
                _never.Wait(QueueFullWait, cancellationToken);
            }
        }
    }

    /// <summary>Waits until Kafka has acknowledged everything.</summary>
    public void Flush(CancellationToken cancellationToken) => _producer.Flush(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        _producer.Dispose();
        _never.Dispose();
    }

    private void OnReport(DeliveryReport<byte[], ReadOnlyMemory<byte>> report)
    {
        if (report.Error.IsError) Volatile.Write(ref _failure, report.Error.Reason);
    }

    private sealed class MemoryBytes : ISerializer<ReadOnlyMemory<byte>>
    {
        public static readonly MemoryBytes Instance = new();

        public byte[] Serialize(ReadOnlyMemory<byte> data, SerializationContext context) =>
            System.Runtime.InteropServices.MemoryMarshal.TryGetArray(data, out var segment) && segment.Offset == 0 && segment.Count == segment.Array?.Length
                ? segment.Array
                : data.ToArray();
    }
}
