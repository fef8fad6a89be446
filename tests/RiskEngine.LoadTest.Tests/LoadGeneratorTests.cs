using Confluent.Kafka;
using RiskEngine.Bench;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.LoadTest.Tests;

/// <summary>What the generator publishes, as the stock client reads it, checksums included.</summary>
public sealed class LoadGeneratorTests
{
    private const int Partitions = 2;

    [Theory]
    [InlineData("small")]
    [InlineData("city")]
    [InlineData("disorder")]
    [InlineData("batch")]
    public void Every_partition_gets_events_of_all_its_devices_that_the_engine_can_read(string name)
    {
        const int Sources = 400;
        var profile = BenchProfiles.Named(name) with { Sources = Sources };
        // Devices make the load; what people report is none.
        IReadOnlyList<string> topics = [.. new TopicNames().Events.Where(topic => topic != new TopicNames().EventsOf("report"))];
        using var broker = InProcessBroker.Start(1, [.. topics.Select(topic => new InProcessTopic(topic, Partitions))]);
        using var generator = new LoadGenerator(RequestOf(profile), broker.BootstrapServers);

        generator.Run(null, TimeSpan.FromMinutes(1), CancellationToken.None, most: 40_000);

        Assert.InRange(generator.Published, 40_000, 60_000);
        var (events, sources, partitions) = Read(broker, topics, generator.Published);
        Assert.Equal(generator.Published, events);
        Assert.InRange(sources, Math.Min(Sources, generator.Published / profile.EventsPerRecord), Sources);
        Assert.Equal(topics.Count * Partitions, partitions);
    }

    private static (long Events, int Sources, int Partitions) Read(InProcessBroker broker, IReadOnlyList<string> topics, long expected)
    {
        var config = new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "test", CheckCrcs = true, FetchWaitMaxMs = 5 };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        consumer.Assign(topics.SelectMany(topic => Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning))));
        var decoder = new EventDecoder(new EventDecoderOptions(), new Vocabulary(), new Pseudonymizer(PseudonymKeys.Generate()));
        var (batch, rejections, sources, count) = (new EventBatch(), new List<Rejection>(), new HashSet<(string, int, int)>(), 0L);
        while (count < expected && consumer.Consume(TimeSpan.FromSeconds(10)) is { } result)
        {
            batch.Clear();
            decoder.DecodeRecord(result.Offset.Value, result.Message.Value, null, batch, rejections);
            Assert.Empty(rejections);
            foreach (ref readonly var e in batch.Events) sources.Add((result.Topic, result.Partition.Value, e.Source));
            count += batch.Count;
        }

        Assert.Null(consumer.Consume(TimeSpan.FromMilliseconds(100)));
        return (count, sources.Select(source => source.Item3).Distinct().Count(), sources.Select(source => (source.Item1, source.Item2)).Distinct().Count());
    }

    private static LoadRequest RequestOf(BenchProfile profile) => new()
    {
        Profile = profile, Duration = TimeSpan.FromSeconds(1), Trial = TimeSpan.FromSeconds(1), Partitions = Partitions, Instances = 1, WithLatency = false, WithCeilings = false,
    };
}
