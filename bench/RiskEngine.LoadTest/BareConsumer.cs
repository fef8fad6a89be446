using Confluent.Kafka;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;

namespace RiskEngine.LoadTest;

/// <summary>A ceiling, a process of its own: the consume loop of the stock client's documentation over the same topics, with or without decoding.</summary>
/// <remarks>Tells by lines on the standard output how many events it has taken.</remarks>
internal static class BareConsumer
{
    public static int Run(string kafka, bool decodes)
    {
        var config = new ConsumerConfig { BootstrapServers = kafka, GroupId = $"bare-{Environment.ProcessId}", AutoOffsetReset = AutoOffsetReset.Earliest, FetchWaitMaxMs = 20 };
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(new TopicNames().Events);
        var decoder = new EventDecoder(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
        var events = new EventBatch();
        var rejections = new List<Rejection>();
        long taken = 0;
        using var telling = new Timer(_ => Console.WriteLine(Interlocked.Read(ref taken)), null, 0, 20);
        while (true)
        {
            var result = consumer.Consume(TimeSpan.FromMilliseconds(100));
            if (result?.Message is null) continue;
            var lines = decodes ? Decode(result) : result.Message.Value.AsSpan().Count((byte)'\n') + 1;
            Interlocked.Add(ref taken, lines);
        }

        int Decode(ConsumeResult<Ignore, byte[]> result)
        {
            events.Clear();
            decoder.DecodeRecord(result.Offset.Value, result.Message.Value, null, events, rejections);
            return rejections.Count == 0 ? events.Count : throw new InvalidOperationException(rejections[0].Detail);
        }
    }
}
