using Confluent.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Simulator.Tests.Servers;

/// <summary>Plain clients of an in-process broker, with settings that make tests quick and losses visible.</summary>
internal static class BrokerClients
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static IProducer<string, string> Producer(this InProcessBroker broker, Action<ProducerConfig>? configure = null)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            EnableIdempotence = true,
            LingerMs = 5,
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 200,
        };
        configure?.Invoke(config);
        return new ProducerBuilder<string, string>(config).SetLogHandler((_, _) => { }).Build();
    }

    public static ConsumerBuilder<string, string> Consumer(
        this InProcessBroker broker, string group, Action<ConsumerConfig>? configure = null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            // A member whose answer to a join is lost is waited for as long as its session lasts.
            SessionTimeoutMs = 6000,
            ReconnectBackoffMs = 50,
            ReconnectBackoffMaxMs = 200,
        };
        configure?.Invoke(config);
        return new ConsumerBuilder<string, string>(config).SetLogHandler((_, _) => { });
    }

    /// <summary>Consumes until a condition holds, or fails after <see cref="Patience"/>.</summary>
    public static List<ConsumeResult<string, string>> ConsumeUntil(
        this IConsumer<string, string> consumer, Func<List<ConsumeResult<string, string>>, bool> enough)
    {
        var results = new List<ConsumeResult<string, string>>();
        using var deadline = new CancellationTokenSource(Patience);
        while (!enough(results))
            results.Add(consumer.Consume(deadline.Token));

        return results;
    }
}
