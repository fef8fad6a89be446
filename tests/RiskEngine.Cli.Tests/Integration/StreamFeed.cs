using System.Text;
using Confluent.Kafka;
using RiskEngine.Kafka;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Publishes the golden stream at a steady pace, each record into its own partition.</summary>
internal sealed class StreamFeed : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>When a client of a test gives up a request that a broker took and never answers, as one that goes down in that moment does; a minute by default.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(90);
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly TopicNames _topics;
    private int _next;

    public StreamFeed(string servers, TopicNames topics)
    {
        _topics = topics;
        var config = new ProducerConfig
        {
            BootstrapServers = servers,
            EnableIdempotence = true,
            LingerMs = 5,
            ReconnectBackoffMaxMs = 500,
            SocketTimeoutMs = (int)AnswerTimeout.TotalMilliseconds,
        };
        _producer = new ProducerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
    }

    /// <summary>Publishes up to a part of the stream.</summary>
    /// <param name="part">0 to 1.</param>
    /// <param name="duration">How long to take.</param>
    public async Task PublishUpTo(double part, TimeSpan duration)
    {
        var (first, end) = (_next, (int)(GoldenStream.Records.Count * part));
        var started = TimeProvider.System.GetTimestamp();
        while (_next < end)
        {
            var share = Math.Min(1, TimeProvider.System.GetElapsedTime(started) / duration);
            for (var due = first + (int)((end - first) * share); _next < due; _next++) Publish(GoldenStream.Records[_next]);
            await Task.Delay(Step);
        }
    }

    /// <summary>Publishes the rest at once.</summary>
    public void PublishRest()
    {
        for (; _next < GoldenStream.Records.Count; _next++) Publish(GoldenStream.Records[_next]);
    }

    /// <summary>Waits until the cluster has everything.</summary>
    public void Flush() => Assert.Equal(0, _producer.Flush(FlushPatience));

    /// <summary>Publishes one record.</summary>
    public void Publish(StreamRecord record)
    {
        var message = new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(record.Site), Value = record.Value };
        if (record.Headers is { } headers)
        {
            message.Headers = [];
            foreach (var (name, value) in headers) message.Headers.Add(name, value);
        }

        _producer.Produce(new TopicPartition(_topics.Events[(int)record.Family], record.Partition), message);
    }

    public void Dispose() => _producer.Dispose();
}
