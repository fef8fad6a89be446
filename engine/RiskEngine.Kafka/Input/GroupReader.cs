using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;
using RiskEngine.Pipeline.Running;

namespace RiskEngine.Kafka.Input;

/// <summary>Reads a topic as a consumer group of its own and hands its records to a receiver, however long that takes with them: nobody else waits for it.</summary>
/// <remarks>
/// The place of a partition is stored after the receiver has said that a record is done: a crash in between shows it again. A group that is new stores its place before
/// it reads its first record. Each assignment of partitions has a receiver of its own, which is shown records before its place. Owned by one thread; <see cref="Lag"/>
/// may be read by any.
/// </remarks>
public sealed partial class GroupReader : IDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLags = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions _kafka;
    private readonly GroupReaderOptions _options;
    private readonly Func<IRecordReceiver> _open;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ErrorPace _errors;
    private readonly IConsumer<byte[], byte[]?> _consumer;
    private ReceiverWork? _work;
    private long? _joinsAgainAt;
    private long _lag = -1;
    private long _lagAt;

    /// <summary>Prepares to read.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="options">What is read, and as whom.</param>
    /// <param name="open">Makes the receiver of an assignment.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="log">Takes what operators must know.</param>
    public GroupReader(KafkaOptions kafka, GroupReaderOptions options, Func<IRecordReceiver> open, TimeProvider time, ILogger log)
    {
        (_kafka, _options, _open, _time, _log, _errors) = (kafka, options, open, time, log, new ErrorPace(time));
        _consumer = new ConsumerBuilder<byte[], byte[]?>(Config(options.Group))
            .SetLogHandler((_, message) => LogClient(message.Level.ToString(), message.Message))
            .SetErrorHandler((_, error) => LogError(error))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((_, _) => End())
            .SetPartitionsLostHandler((_, _) => Lost())
            .Build();
    }

    /// <summary>Records that wait, in the partitions that are here; null where unknown.</summary>
    public long? Lag => Interlocked.Read(ref _lag) is >= 0 and var lag ? lag : null;

    /// <summary>Reads until cancelled; then what is under way is given a moment, and what is done is stored.</summary>
    /// <exception cref="DependencyException">The client has failed for good.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        _consumer.Subscribe(_options.Topic);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (_consumer.Consume(Poll) is { Message: not null } result) _work?.Add(Record(result));
                if (_work is { } work) Step(work);
                if (_joinsAgainAt is { } failed && _time.GetElapsedTime(failed) > AfterFault) JoinAgain();
                MeasureLag();
            }
            catch (KafkaException fault) when (!fault.Error.IsFatal)
            {
                LogError(fault.Error);
            }
            catch (KafkaException fault)
            {
                throw new DependencyException($"reading {_options.Topic} as {_options.Group} cannot go on: {fault.Error.Reason}", fault);
            }
        }

        End();
        _consumer.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    private void JoinAgain()
    {
        _joinsAgainAt = null;
        _consumer.Unsubscribe();
        _consumer.Subscribe(_options.Topic);
    }

    private void Step(ReceiverWork work)
    {
        work.Step();
        Commit(work);
        if (work.IsFull == work.IsPaused) return;
        if (work.IsFull) _consumer.Pause(_consumer.Assignment);
        else _consumer.Resume(_consumer.Assignment);
        work.IsPaused = work.IsFull;
    }

    /// <summary>Finds the place of each partition; for one without, stores it at once, so that nothing is passed over from then on.</summary>
    private List<TopicPartitionOffset> Assigned(List<TopicPartition> partitions)
    {
        End();
        try
        {
            return Begin(partitions);
        }
        catch (Exception fault)
        {
            // What is thrown here would leave the group with partitions that nobody reads.
            LogReceiver(_options.Group, fault);
            _joinsAgainAt = _time.GetTimestamp();
            return [];
        }
    }

    private List<TopicPartitionOffset> Begin(List<TopicPartition> partitions)
    {
        var committed = _consumer.Committed(partitions, Patience);
        var places = new List<TopicPartitionOffset>();
        foreach (var place in committed)
        {
            var bounds = _consumer.QueryWatermarkOffsets(place.TopicPartition, Patience);
            var isOfThisLog = place.Offset.Value >= 0 && place.Offset.Value <= bounds.High.Value;
            places.Add(isOfThisLog ? new TopicPartitionOffset(place.TopicPartition, place.Offset)
                : new TopicPartitionOffset(place.TopicPartition, _options.FromStart ? bounds.Low : bounds.High));
        }

        if (places.Count > 0) _consumer.Commit(places);
        var receiver = _open();
        Recall(receiver, places);
        _work = new ReceiverWork(receiver, _time, fault => LogReceiver(_options.Group, fault));
        return places;
    }

    /// <summary>Shows the receiver what was done before, with a client of its own.</summary>
    private void Recall(IRecordReceiver receiver, List<TopicPartitionOffset> places)
    {
        using var reader = new ConsumerBuilder<byte[], byte[]?>(Config($"{_options.Group}-recall")).SetLogHandler((_, _) => { }).SetErrorHandler((_, _) => { }).Build();
        foreach (var place in places)
        {
            var bounds = reader.QueryWatermarkOffsets(place.TopicPartition, Patience);
            var from = Math.Max(bounds.Low.Value, receiver.RecallAtMost is { } most ? place.Offset.Value - most : 0);
            if (from >= place.Offset.Value) continue;
            reader.Assign(new TopicPartitionOffset(place.TopicPartition, from));
            while (reader.Consume(Patience) is { } result)
            {
                // Compaction leaves gaps, also at the end.
                if (result.IsPartitionEOF || result.Offset.Value >= place.Offset.Value) break;
                receiver.Recall(Record(result));
                if (result.Offset.Value + 1 >= place.Offset.Value) break;
            }

            reader.Unassign();
        }
    }

    private void End()
    {
        if (_work is not { } work) return;
        _work = null;
        work.End(EndPatience);
        Commit(work);
        _ = OwnThread.Run(work.Close).Unwrap();
    }

    private void Lost()
    {
        LogLost(_options.Group);
        End();
    }

    private void Commit(ReceiverWork work)
    {
        if (work.TakeDone() is not { Count: > 0 } done) return;
        try
        {
            _consumer.Commit(done.Select(place => new TopicPartitionOffset(_options.Topic, place.Partition, place.Next)));
        }
        catch (KafkaException fault)
        {
            // It is stored with the next that is done; until then a crash, or the next owner, shows these records again.
            work.PutBack(done);
            LogError(fault.Error);
        }
    }

    private void MeasureLag()
    {
        if (_time.GetElapsedTime(_lagAt) < BetweenLags || _work is not { } work) return;
        _lagAt = _time.GetTimestamp();
        var lag = 0L;
        foreach (var partition in _consumer.Assignment)
        {
            var end = _consumer.GetWatermarkOffsets(partition).High.Value;
            var position = _consumer.Position(partition).Value;
            if (end > 0 && position >= 0) lag += Math.Max(0, end - position);
        }

        Interlocked.Exchange(ref _lag, lag + work.Waiting);
    }

    private ConsumerConfig Config(string group)
    {
        var config = _kafka.ConsumerConfig();
        config.GroupId = group;
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        return config;
    }

    private static LogRecord Record(ConsumeResult<byte[], byte[]?> result) =>
        new(result.Topic, result.Partition.Value, result.Offset.Value, result.Message.Key ?? [], result.Message.Value is { } value ? value : default(ReadOnlyMemory<byte>?));

    private void LogError(Error error)
    {
        if (_errors.WordsFor(error) is { } words) LogKafka(_options.Group, words);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka, reading as {Group}: {Reason}")]
    private partial void LogKafka(string group, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Kafka, reading as {Group}: the group has not heard of this instance in time and took its partitions; it joins again, and what is not done is shown again")]
    private partial void LogLost(string group);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Level}: {Text}")]
    private partial void LogClient(string level, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reading as {Group} has failed; it is tried again, and records that are not done are shown again")]
    private partial void LogReceiver(string group, Exception fault);
}
