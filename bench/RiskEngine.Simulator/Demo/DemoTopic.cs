using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Kafka;
using RiskEngine.Kafka.Input;

namespace RiskEngine.Simulator.Demo;

/// <summary>A topic of a demo, read back as any consumer would.</summary>
/// <param name="options">The demo's Kafka.</param>
/// <param name="topic">The topic.</param>
/// <param name="parse">Reads one record.</param>
internal sealed class DemoTopic<T>(KafkaOptions options, string topic, Func<JsonElement, T> parse)
{
    private readonly List<T> _records = [];
    private volatile bool _finish;

    /// <summary>Follows the topic on a thread of its own until <see cref="FinishAsync"/>.</summary>
    public Task FollowAsync() => Task.Factory.StartNew(Follow, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads what is left and ends.</summary>
    public Task FinishAsync(Task following)
    {
        _finish = true;
        return following;
    }

    /// <summary>All records so far, oldest first.</summary>
    public IReadOnlyList<T> Records()
    {
        lock (_records) return [.. _records];
    }

    private void Follow()
    {
        using var tail = new TopicTail(options, topic, NullLogger.Instance);
        while (true)
        {
            var finishing = _finish;
            if (tail.Next(TimeSpan.FromMilliseconds(finishing ? 500 : 100)) is { } json)
            {
                using var document = JsonDocument.Parse(json);
                lock (_records) _records.Add(parse(document.RootElement));
            }
            else if (finishing)
            {
                return;
            }
        }
    }
}
