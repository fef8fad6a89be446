using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>Where librdkafka puts what a consumer is to get: a queue of the group (assignments, errors), and one for each assigned partition.</summary>
/// <remarks>
/// Out of the box all partitions deliver to the group's queue, so that whoever cannot take one partition's records has to take them all the same, to come to the others'. With
/// its own queue a partition that nobody reads fills only itself, and the client stops fetching for it until it is read again.
/// Callbacks (assignments, errors, logs) run inside <see cref="TakeFromGroup"/> on the caller's thread, as they do inside Consume of the stock client. Owned by the
/// reader's thread; disposed before the consumer is.
/// </remarks>
internal sealed class ConsumerQueues : IDisposable
{
    private readonly SafeHandle _client;
    private readonly nint _group;
    private readonly MessageBatch _batch;
    private bool _isDisposed;

    private ConsumerQueues(SafeHandle client, nint group, int size)
    {
        _client = client;
        _group = group;
        _batch = new MessageBatch(size);
    }

    /// <summary>Binds to a consumer.</summary>
    /// <param name="consumer">The stock client's consumer.</param>
    /// <param name="size">Most messages that are taken at once.</param>
    /// <returns>Null where this version of Confluent.Kafka does not let its native handle be found, or librdkafka has no queue for it.</returns>
    public static ConsumerQueues? TryBind(Handle consumer, int size)
    {
        var property = typeof(Handle).GetProperty("LibrdkafkaHandle", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public);
        if (property?.GetValue(consumer) is not SafeHandle { IsInvalid: false } client) return null;
        var group = NativeConsumer.QueueOf(client);
        return group == 0 ? null : new ConsumerQueues(client, group, size);
    }

    /// <summary>Gives a partition a queue of its own.</summary>
    /// <param name="key">An assigned partition.</param>
    /// <param name="wake">Set, from any thread, when something has come.</param>
    public PartitionQueue Open(TopicPartition key, ManualResetEventSlim wake)
    {
        var queue = NativeConsumer.QueueOf(_client, key.Topic, key.Partition.Value);
        return queue == 0
            ? throw new InvalidOperationException($"the Kafka client has no queue for {key.Topic}/{key.Partition.Value}, which it was assigned")
            : new PartitionQueue(queue, _group, wake);
    }

    /// <summary>Takes what the group was sent.</summary>
    /// <returns>Valid until something is taken again.</returns>
    public MessageBatch TakeFromGroup()
    {
        _batch.Take(_group, _batch.Size);
        return _batch;
    }

    /// <summary>Takes what has come for a partition.</summary>
    /// <returns>Valid until something is taken again.</returns>
    public MessageBatch TakeFrom(PartitionQueue queue, int most)
    {
        queue.Take(_batch, most);
        return _batch;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _batch.Dispose();
        NativeConsumer.DestroyQueue(_group);
    }
}
