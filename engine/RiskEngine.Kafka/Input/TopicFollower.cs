using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using RiskEngine.Core.Ports;

namespace RiskEngine.Kafka.Input;

/// <summary>Shows a follower all partitions of some topics, from its places on, with a client of its own and no part in a consumer group.</summary>
/// <remarks>Topics that are not there are looked for again, and so are new partitions. Owned by one thread.</remarks>
public sealed partial class TopicFollower : IDisposable
{
    private const int MostRecords = 5_000;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(1);

    private readonly KafkaOptions _kafka;
    private readonly HashSet<string> _topics;
    private readonly ILogFollower _follower;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ErrorPace _errors;
    private readonly IConsumer<byte[], byte[]?> _consumer;
    private readonly HashSet<TopicPartition> _assigned = [];
    private readonly HashSet<TopicPartition> _behind = [];
    private readonly List<LogRecord> _batch = [];
    private long? _lookedAt;
    private long _reportedAt;

    /// <summary>Prepares to follow.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="name">What the client is called, after the group's name.</param>
    /// <param name="topics">The topics.</param>
    /// <param name="follower">Who is shown their records.</param>
    /// <param name="time">The time of waits.</param>
    /// <param name="log">Takes what operators must know.</param>
    public TopicFollower(KafkaOptions kafka, string name, IReadOnlyList<string> topics, ILogFollower follower, TimeProvider time, ILogger log)
    {
        (_kafka, _topics, _follower, _time, _log, _errors) = (kafka, [.. topics], follower, time, log, new ErrorPace(time));
        var config = kafka.ConsumerConfig();
        config.GroupId = $"{kafka.GroupId}-{name}";
        config.EnableAutoCommit = false;
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        config.ConsumeResultFields = "timestamp,topic";

        // It is beside the engine: what it holds in advance is memory that the engine has not.
        config.QueuedMaxMessagesKbytes = 8 * 1024;
        config.FetchWaitMaxMs = 200;
        _consumer = new ConsumerBuilder<byte[], byte[]?>(config)
            .SetLogHandler((_, message) => LogClient(message.Level.ToString(), message.Message))
            .SetErrorHandler((_, error) => LogError(error))
            .Build();
    }

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="DependencyException">The client has failed for good, or the follower cannot take records now.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Look();
                Gather(cancellationToken);
                if (_batch.Count > 0) _follower.Take(_batch);
                _batch.Clear();
                Report();
            }
            catch (KafkaException fault) when (!fault.Error.IsFatal)
            {
                LogError(fault.Error);
                cancellationToken.WaitHandle.WaitOne(Poll);
            }
            catch (KafkaException fault)
            {
                throw new DependencyException($"following {string.Join(", ", _topics)} cannot go on: {fault.Error.Reason}", fault);
            }
        }

        _consumer.Close();
    }

    /// <inheritdoc/>
    public void Dispose() => _consumer.Dispose();

    /// <summary>Takes what is there, up to a batch; waits a moment where nothing is.</summary>
    private void Gather(CancellationToken cancellationToken)
    {
        while (_batch.Count < MostRecords && !cancellationToken.IsCancellationRequested)
        {
            if (_consumer.Consume(_batch.Count == 0 ? Poll : TimeSpan.Zero) is not { } result) return;
            if (result.IsPartitionEOF) _behind.Remove(result.TopicPartition);
            else _batch.Add(Record(result));
        }
    }

    /// <summary>Finds the partitions, those that are new too, and begins each at the follower's place.</summary>
    private void Look()
    {
        if (_lookedAt is { } last && _time.GetElapsedTime(last) < BetweenLooks) return;
        using var admin = KafkaProbe.Admin(_kafka);
        var found = admin.GetMetadata(Patience).Topics.Where(topic => _topics.Contains(topic.Topic))
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId))).Where(_assigned.Add).ToList();
        _lookedAt = _time.GetTimestamp();
        if (found.Count == 0) return;
        _behind.UnionWith(found);
        _consumer.IncrementalAssign(found.Select(partition => new TopicPartitionOffset(partition,
            _follower.PlaceOf(partition.Topic, partition.Partition.Value) is { } place ? new Offset(place) : Offset.Beginning)));
    }

    private void Report()
    {
        if (_time.GetElapsedTime(_reportedAt) < BetweenReports) return;
        _reportedAt = _time.GetTimestamp();
        var waiting = 0L;
        foreach (var partition in _assigned)
        {
            var end = _consumer.GetWatermarkOffsets(partition).High.Value;
            var position = _consumer.Position(partition).Value;
            if (end > 0 && position >= 0) waiting += Math.Max(0, end - position);
        }

        _follower.Behind(waiting, _assigned.Count > 0 && _behind.Count == 0);
    }

    private static LogRecord Record(ConsumeResult<byte[], byte[]?> result) =>
        new(result.Topic, result.Partition.Value, result.Offset.Value, result.Message.Key ?? [], result.Message.Value is { } value ? value : default(ReadOnlyMemory<byte>?))
        {
            AppendedUnixMillis = result.Message.Timestamp.Type == TimestampType.NotAvailable ? 0 : result.Message.Timestamp.UnixTimestampMs,
        };

    private void LogError(Error error)
    {
        if (_errors.WordsFor(error) is { } words) LogKafka(words);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Kafka, reading the picture: {Reason}")]
    private partial void LogKafka(string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Kafka client: {Level}: {Text}")]
    private partial void LogClient(string level, string text);
}
