using Confluent.Kafka;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;

namespace RiskEngine.LoadTest;

/// <summary>A ceiling, a process of its own: the consume loop of the stock client's documentation over the same topics, with or without decoding.</summary>
/// <remarks>It fetches with the engine's settings. Tells by lines on the standard output how many events of each partition it has taken.</remarks>
internal static class BareConsumer
{
    public static int Run(string kafka, int partitions, bool decodes)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = kafka,
            GroupId = $"bare-{Environment.ProcessId}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            FetchWaitMaxMs = 20,
            FetchQueueBackoffMs = 5,
        };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        IReadOnlyList<string> topics = new TopicNames().Events;
        consumer.Subscribe(topics);
        var decoder = new EventDecoder(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
        var events = new EventBatch();
        var rejections = new List<Rejection>();
        var taken = new long[topics.Count * partitions];
        using var telling = new Timer(_ => Console.WriteLine(string.Join(' ', taken)), null, 0, 50);
        while (true)
        {
            var result = consumer.Consume(TimeSpan.FromMilliseconds(100));
            if (result?.Message is null) continue;
            var lines = decodes ? Decode(result) : result.Message.Value.AsSpan().Count((byte)'\n') + 1;
            taken[PlaceOf(result)] += lines;
        }

        int PlaceOf(ConsumeResult<Ignore, byte[]> result)
        {
            var topic = 0;
            while (topics[topic] != result.Topic) topic++;
            return (topic * partitions) + result.Partition.Value;
        }

        int Decode(ConsumeResult<Ignore, byte[]> result)
        {
            events.Clear();
            decoder.DecodeRecord(result.Offset.Value, result.Message.Value, null, events, rejections);
            return rejections.Count == 0 ? events.Count : throw new InvalidOperationException(rejections[0].Detail);
        }
    }
}
