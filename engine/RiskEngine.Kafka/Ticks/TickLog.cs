using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Kafka.Output;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Kafka.Ticks;

/// <summary>Keeps ticks of idle clocks in the first partition of a topic that may be compacted.</summary>
/// <remarks>One partition, because the order of an owner's ticks and its successor's record decides, and one record a second for each idle task is little.
/// Reads with a client of its own, one task at a time.</remarks>
/// <param name="options">The cluster, the group and the topic.</param>
/// <param name="publisher">Writes the records.</param>
public sealed class TickLog(KafkaOptions options, KafkaPublisher publisher) : ITickLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly TopicPartition _partition = new(options.Topics.Ticks, 0);
    private IConsumer<Ignore, byte[]?>? _consumer;
    private volatile bool _isDisposed;

    /// <inheritdoc/>
    public string Group => options.GroupId;

    /// <inheritdoc/>
    public Task<long> AppendAsync(TickRecord record) => publisher.PublishTick(record);

    /// <inheritdoc/>
    public Task<TickHistory> ReadAsync(TaskId task, TickPlace? from, long through) => OwnThread.Run(() => Read(task, from, through));

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;

        // Who is reading at this moment disposes the client: Kafka may not answer for long.
        if (!_gate.TryEnter()) return;
        DropClient();
        _gate.Exit();
    }

    private TickHistory Read(TaskId task, TickPlace? from, long last)
    {
        var history = new TickHistory(from);
        lock (_gate)
        {
            try
            {
                _consumer ??= CreateConsumer();
                _consumer.Assign(new TopicPartitionOffset(_partition, from?.Next ?? 0));
                while (true)
                {
                    var result = _consumer.Consume(Patience) ?? throw Unanswered($"no answer within {Patience.TotalSeconds:0} s");
                    if (result.IsPartitionEOF)
                    {
                        if (result.Offset.Value > last) return history;
                        continue;
                    }

                    var record = result.Message.Value is { } value ? TickRecord.Decode(value) : null;
                    if (record is not null && record.Task == task && record.Group == options.GroupId) history.Add(result.Offset.Value, record);
                    if (result.Offset.Value >= last) return history;
                }
            }
            catch (KafkaException fault)
            {
                DropClient();
                throw Unanswered(fault.Error.Reason, fault);
            }
            finally
            {
                if (_isDisposed) DropClient();
                else _consumer?.Unassign();
            }
        }
    }

    private IConsumer<Ignore, byte[]?> CreateConsumer()
    {
        var config = options.ConsumerConfig();
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.FetchQueueBackoffMs = 5;
        return new ConsumerBuilder<Ignore, byte[]?>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    private DependencyException Unanswered(string reason, Exception? fault = null) => new($"Kafka does not say what is in {_partition.Topic}: {reason}", fault);

    private void DropClient()
    {
        _consumer?.Dispose();
        _consumer = null;
    }
}
