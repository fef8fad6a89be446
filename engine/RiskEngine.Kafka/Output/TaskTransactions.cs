using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Running;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Kafka.Output;

/// <summary>The transactions of one task's output: one for each checkpoint, with a marker that is committed or aborted with the records.</summary>
/// <remarks>
/// The transactional id is that of the task, so a new owner aborts what an old one left open and fences it (KIP-98). The marker is the committed position of
/// the task's partition in a group of its own, <c>GROUP.markers</c>: it needs no topic, and is read only after every open transaction on it has ended.
/// Owned by the task, which makes one call at a time. A call goes on to its end on a thread of its own where nobody waits for it any more.
/// </remarks>
public sealed class TaskTransactions : ITransactionalOutput
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly KafkaPublisher _publisher;
    private readonly KafkaAlertOutput _output;
    private readonly IConsumer<Ignore, Ignore> _markers;
    private readonly TopicPartition _place;
    private Task _call = Task.CompletedTask;
    private bool _isOpen;

    /// <summary>Creates the clients; nothing is connected before <see cref="OpenAsync"/>.</summary>
    public TaskTransactions(KafkaOptions options, TaskId task, ILogger log)
    {
        _publisher = new KafkaPublisher(options, log, $"{options.GroupId}/{task}");
        _output = new KafkaAlertOutput(_publisher, task, options.AlertLanguage);
        _place = new TopicPartition(task.Topic, task.Partition);
        var config = options.ConsumerConfig();
        config.GroupId = $"{options.GroupId}.markers";
        config.EnableAutoCommit = false;
        config.IsolationLevel = IsolationLevel.ReadCommitted;
        _markers = new ConsumerBuilder<Ignore, Ignore>(config).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
    }

    /// <inheritdoc/>
    public void Publish(TaskOutput output, Acknowledgements acknowledgements, CancellationToken cancellationToken) => _output.Publish(output, acknowledgements, cancellationToken);

    /// <inheritdoc/>
    public Task<long?> OpenAsync() => Called(Open);

    /// <inheritdoc/>
    public Task CommitAsync(long marker) => Called(() => Commit(marker));

    /// <summary>Aborts what is open, once the last call has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        await _call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Called(Close).ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
    }

    private Task<T> Called<T>(Func<T> call)
    {
        var called = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _call = called;
        return called;
    }

    private long? Open()
    {
        try
        {
            _publisher.Producer.InitTransactions(Patience);
            var committed = _markers.Committed([_place], Patience)[0].Offset;
            Begin();
            return committed == Offset.Unset ? null : committed.Value;
        }
        catch (KafkaException fault)
        {
            throw Unserved(fault);
        }
    }

    private bool Commit(long marker)
    {
        try
        {
            _publisher.Producer.SendOffsetsToTransaction([new TopicPartitionOffset(_place, marker)], _markers.ConsumerGroupMetadata, Patience);
            _publisher.Producer.CommitTransaction(Patience);
            _isOpen = false;
            Begin();
            return true;
        }
        catch (KafkaException fault)
        {
            throw Unserved(fault);
        }
    }

    private bool Close()
    {
        try
        {
            if (_isOpen) _publisher.Producer.AbortTransaction(TimeSpan.FromSeconds(2));
        }
        catch (KafkaException)
        {
            // The next owner aborts it, or the transaction's time-out does.
        }

        _markers.Dispose();
        _publisher.Dispose();
        return true;
    }

    private void Begin()
    {
        _publisher.Producer.BeginTransaction();
        _isOpen = true;
    }

    private DependencyException Unserved(KafkaException fault) => new($"Kafka did not serve the transaction of {_place} ({fault.Error.Code}: {fault.Error.Reason})", fault);
}
