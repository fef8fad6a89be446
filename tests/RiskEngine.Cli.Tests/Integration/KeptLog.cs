using Confluent.Kafka;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;
using RiskEngine.Pipeline.Ticks;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What a cluster has kept of a trial's inputs: events, and the ticks of idle clocks.</summary>
internal static class KeptLog
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>All records of the input topics, task by task.</summary>
    public static Dictionary<TaskId, RecordBatch> Events(string servers, TopicNames topics)
    {
        var events = new Dictionary<TaskId, RecordBatch>();
        var partitions = topics.Events.SelectMany(topic => Enumerable.Range(0, GoldenStream.Partitions).Select(number => new TopicPartition(topic, number)));
        Read(servers, [.. partitions], result =>
        {
            var id = new TaskId(result.Topic, result.Partition.Value);
            if (!events.TryGetValue(id, out var records)) events.Add(id, records = new RecordBatch());
            var headers = result.Message.Headers.Select(header => new KeyValuePair<string, byte[]>(header.Key, header.GetValueBytes())).ToList();
            records.Add(result.Offset.Value, result.Message.Value, result.Message.Timestamp.UnixTimestampMs, headers.Count == 0 ? null : headers);
        });
        return events;
    }

    /// <summary>Which recorded ticks count, task by task.</summary>
    public static Dictionary<TaskId, TickHistory> Ticks(string servers, TopicNames topics, string group)
    {
        var ticks = new Dictionary<TaskId, TickHistory>();
        Read(servers, [new TopicPartition(topics.Ticks, 0)], result =>
        {
            var record = TickRecord.Decode(result.Message.Value);
            Assert.NotNull(record);
            Assert.Equal(group, record.Group);
            if (!ticks.TryGetValue(record.Task, out var history)) ticks.Add(record.Task, history = new TickHistory());
            history.Add(result.Offset.Value, record);
        });
        return ticks;
    }

    private static void Read(string servers, IReadOnlyList<TopicPartition> partitions, Action<ConsumeResult<byte[], byte[]>> take)
    {
        var config = new ConsumerConfig
        { BootstrapServers = servers, GroupId = $"reader-{Guid.NewGuid():N}", EnableAutoCommit = false, EnablePartitionEof = true, FetchWaitMaxMs = 10 };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Offset.Beginning)));
        using var deadline = new CancellationTokenSource(Patience);
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(deadline.Token);
            if (result.IsPartitionEOF) open--;
            else take(result);
        }

        consumer.Close();
    }
}
