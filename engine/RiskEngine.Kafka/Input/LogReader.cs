using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka.Native;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads the input topics as a member of a consumer group and gives each assigned partition's records to its task.</summary>
/// <remarks>
/// One thread polls and owns the consumer; tasks talk to it by commands. Values are copied once, from the client's memory into the batch. A partition whose
/// channel is full is not read until its task has made room; its records wait in the client, and the other partitions go on.
/// </remarks>
public sealed partial class LogReader : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(20);

    private readonly KafkaOptions _options;
    private readonly ILogTasks _tasks;
    private readonly ILogger _log;
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly Dictionary<TopicPartition, LogPartition> _partitions = [];
    private readonly LastValue _value = new();
    private readonly LastValue _key = new();
    private readonly IConsumer<int, int> _consumer;
    private readonly ConsumerQueues? _queues;
    private readonly BrokerContact _contact;
    private readonly ErrorPace _errors;
    private readonly ManualResetEventSlim _wake = new();
    private readonly Queue<Action> _retry = new();
    private Error? _fatal;
    private MappedTopics _mapped;

    /// <summary>Creates the consumer; nothing is read before <see cref="Run"/>.</summary>
    public LogReader(KafkaOptions options, ILogTasks tasks, TimeProvider time, ILogger log)
    {
        _options = options;
        _tasks = tasks;
        _log = log;
        _mapped = options.MappedTopics;
        _errors = new ErrorPace(time);
        _consumer = new ConsumerBuilder<int, int>(options.ConsumerConfig())
            .SetKeyDeserializer(_key)
            .SetValueDeserializer(_value)
            .SetErrorHandler((_, error) => OnError(error))
            .SetLogHandler((_, message) => LogClient(message.Level.ToString(), message.Message))
            .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
            .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
            .SetPartitionsLostHandler((_, partitions) => OnLost(partitions))
            .Build();
        _contact = new BrokerContact(_consumer.Handle, time);
        if (!options.BatchConsume) return;
        _queues = ConsumerQueues.TryBind(_consumer.Handle, options.BatchRecords);
        if (_queues is null) LogNoBatches();
    }

    /// <summary>Whether records are taken from the client by the batch.</summary>
    public bool ReadsBatches => _queues is not null;

    /// <summary>Whether a broker could be reached at the last attempt.</summary>
    public bool IsConnected => _contact.IsConnected;

    /// <summary>Reads until cancelled; <see cref="Leave"/> is to follow.</summary>
    /// <exception cref="DependencyException">The client has failed for good; a new process continues from the checkpoints.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        try
        {
            _consumer.Subscribe(Subscriptions);
            while (!cancellationToken.IsCancellationRequested)
            {
                while (_commands.TryDequeue(out var command)) command();
                while (_retry.TryDequeue(out var again)) _commands.Enqueue(again);
                if (_queues is { } queues) ReadQueues(queues);
                else ReadOneByOne();
                _contact.TryAgain();
                if (_fatal is { } error) throw new KafkaException(error);
            }
        }
        catch (KafkaException fault)
        {
            throw new DependencyException(
                $"the Kafka consumer cannot go on: {fault.Error.Code}: {fault.Error.Reason}; start the engine again, it continues from its checkpoints", fault);
        }
    }

    /// <summary>Reads other topics of the city's own from now on; their partitions come and go as at any rebalance.</summary>
    public void Subscribe(MappedTopics mapped) => _commands.Enqueue(() =>
    {
        _mapped = mapped;
        _consumer.Subscribe(Subscriptions);
    });

    private IEnumerable<string> Subscriptions => [.. _options.Topics.Events, .. _options.OwnInputs, .. _mapped.Subscriptions];

    /// <summary>Leaves the group once <see cref="Run"/> has ended; the assigned tasks are revoked first.</summary>
    /// <remarks>Blocks in the client, which has no time limit for it: call it where it can be left behind, and do not dispose the reader before it has returned.</remarks>
    public void Leave()
    {
        _consumer.Close();
        DisposeQueues();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DisposeQueues();
        _contact.Dispose();
        _consumer.Dispose();
        _wake.Dispose();
    }

    /// <summary>Has the reader look again at once: a task has made room.</summary>
    internal void Wake() => _wake.Set();

    internal void Start(LogPartition partition, long? offset, TaskCompletionSource<long> started)
    {
        var key = new TopicPartition(partition.Id.Topic, partition.Id.Partition);
        if (!_partitions.TryGetValue(key, out var current) || current != partition)
        {
            started.TrySetCanceled();
            return;
        }

        try
        {
            var from = offset ?? partition.Origin;
            if (from is { } start) _consumer.Seek(new TopicPartitionOffset(key, start));
            _consumer.Resume([key]);
            partition.BeginAt(from, started);
        }
        catch (KafkaException fault)
        {
            LogSeekRetry(partition.Id, fault.Error.Reason);
            _retry.Enqueue(() => Start(partition, offset, started));
        }
    }

    internal void StoreOffset(LogPartition partition, long nextOffset)
    {
        var key = new TopicPartition(partition.Id.Topic, partition.Id.Partition);
        if (!_partitions.TryGetValue(key, out var current) || current != partition) return;
        try
        {
            _consumer.StoreOffset(new TopicPartitionOffset(key, nextOffset));
        }
        catch (KafkaException fault)
        {
            LogStoreOffset(partition.Id, fault.Error.Reason);
        }
    }

    private void OnAssigned(List<TopicPartition> keys)
    {
        foreach (var key in keys)
        {
            var partition = new LogPartition(new TaskId(key.Topic, key.Partition.Value), this, _commands, _options.QueuedBatches)
            {
                Queue = _queues?.Open(key, _wake),
                WantsKeys = _mapped.Include(key.Topic) || key.Topic == _options.Topics.Alerts,
            };
            _partitions[key] = partition;
            _commands.Enqueue(() => PauseUntilStarted(key, partition));
            LogAssigned(partition.Id);
            _tasks.Assigned(partition);
        }
    }

    private void PauseUntilStarted(TopicPartition key, LogPartition partition)
    {
        if (!partition.Started && _partitions.GetValueOrDefault(key) == partition) _consumer.Pause([key]);
    }

    private void OnRevoked(List<TopicPartitionOffset> keys)
    {
        var ids = Remove(keys);
        _tasks.Revoked(ids, _options.RevokeTimeout);
        while (_commands.TryDequeue(out var command)) command();
        Forget(keys);
    }

    private void OnLost(List<TopicPartitionOffset> keys)
    {
        var ids = Remove(keys);
        Forget(keys);
        _tasks.Lost(ids);
    }

    private void Forget(List<TopicPartitionOffset> keys)
    {
        foreach (var key in keys)
        {
            if (_partitions.Remove(key.TopicPartition, out var partition)) partition.Queue?.Dispose();
        }
    }

    private void DisposeQueues()
    {
        foreach (var partition in _partitions.Values) partition.Queue?.Dispose();
        _queues?.Dispose();
    }

    private List<TaskId> Remove(List<TopicPartitionOffset> keys)
    {
        var ids = new List<TaskId>();
        foreach (var key in keys)
        {
            if (!_partitions.TryGetValue(key.TopicPartition, out var partition)) continue;
            partition.Complete();
            ids.Add(partition.Id);
            LogRevoked(partition.Id);
        }

        return ids;
    }

    private void OnError(Error error)
    {
        if (error.Code == ErrorCode.Local_AllBrokersDown) _contact.Lost();
        if (error.IsFatal) _fatal = error;
        if (_errors.WordsFor(error) is { } words) LogKafkaError(error.Code.ToString(), words);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Task} assigned")]
    private partial void LogAssigned(TaskId task);

    [LoggerMessage(Level = LogLevel.Information, Message = "Partition {Task} taken away")]
    private partial void LogRevoked(TaskId task);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Partition {Task}: the log starts at {Start} by now; {Removed} records from offset {From} on are gone and cannot be read")]
    private partial void LogRemoved(TaskId task, long start, long removed, long from);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka: {Code}: {Reason}")]
    private partial void LogKafkaError(string code, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka read failed: {Reason}")]
    private partial void LogConsume(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Waiting for a topic, which is read within ten seconds of its making: {Reason}")]
    private partial void LogNoTopic(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Level}: {Text}")]
    private partial void LogClient(string level, string text);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "This version of the Kafka client cannot be read by the batch; records are read one by one, which costs more of the processor")]
    private partial void LogNoBatches();

    [LoggerMessage(Level = LogLevel.Debug, Message = "Seek of {Task} is tried again: {Reason}")]
    private partial void LogSeekRetry(TaskId task, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Offset of {Task} not committed: {Reason}")]
    private partial void LogStoreOffset(TaskId task, string reason);
}
