using System.Text;
using Confluent.Kafka;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>One record of an output topic.</summary>
internal sealed record TopicRecord(int Partition, long Offset, string Key, byte[] Value, IReadOnlyDictionary<string, string> Headers)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The value as text.</summary>
    public string Text => Encoding.UTF8.GetString(Value);

    /// <summary>All records of a topic, partition by partition, up to its present end.</summary>
    public static List<TopicRecord> ReadAll(string servers, string topic)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = $"reader-{Guid.NewGuid():N}",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            FetchWaitMaxMs = 10,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        var partitions = Enumerable.Range(0, GoldenStream.Partitions).Select(number => new TopicPartition(topic, number)).ToList();
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(partition, Confluent.Kafka.Offset.Beginning)));
        var records = new List<TopicRecord>();
        using var deadline = new CancellationTokenSource(Patience);
        for (var open = partitions.Count; open > 0;)
        {
            var result = consumer.Consume(deadline.Token);
            if (result.IsPartitionEOF) open--;
            else records.Add(Of(result));
        }

        consumer.Close();
        return [.. records.OrderBy(record => record.Partition).ThenBy(record => record.Offset)];
    }

    private static TopicRecord Of(ConsumeResult<byte[], byte[]> result) => new(
        result.Partition.Value,
        result.Offset.Value,
        result.Message.Key is { } key ? Encoding.UTF8.GetString(key) : "",
        result.Message.Value ?? [],
        result.Message.Headers.ToDictionary(header => header.Key, header => Encoding.UTF8.GetString(header.GetValueBytes())));
}
