using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Ports;
using RiskEngine.Kafka.Input;
using RiskEngine.Simulator.Servers;
using RiskEngine.Simulator.Tests.Servers;
using Xunit;

namespace RiskEngine.Kafka.Tests.Input;

/// <summary>A group of its own reads a topic, from where it was, at the pace of its receiver.</summary>
public sealed class GroupReaderTests
{
    private const string Topic = "risk.incidents.v1";

    [Fact]
    public async Task A_new_group_begins_with_what_comes_and_goes_on_where_it_was()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 2));
        Produce(broker, Enumerable.Range(0, 5));
        var first = new KeepingReceiver();
        await Run(broker, [first], async () =>
        {
            await Until(() => first.Recalled.Count == 5);
            Produce(broker, Enumerable.Range(5, 30));
            await Until(() => first.Taken.Count == 30);
        });
        Assert.Equal(Numbers(0, 5), first.Recalled.Order());
        Assert.Equal(Numbers(5, 30), first.Taken.Order());
        Assert.True(first.IsDisposed);

        Produce(broker, Enumerable.Range(35, 3));
        var second = new KeepingReceiver { RecallAtMost = 4 };
        await Run(broker, [second], () => Until(() => second.Taken.Count == 3));
        Assert.Equal(Numbers(35, 3), second.Taken.Order());

        // Four of each partition.
        Assert.Equal(8, second.Recalled.Count);
    }

    [Fact]
    public async Task A_group_may_begin_with_what_is_there()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 1));
        Produce(broker, Enumerable.Range(0, 25));
        var receiver = new KeepingReceiver();
        await Run(broker, [receiver], () => Until(() => receiver.Taken.Count == 25), fromStart: true);

        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"{i:000}"), receiver.Taken);
        Assert.Empty(receiver.Recalled);
    }

    /// <summary>What is not done is shown to the next one.</summary>
    [Fact]
    public async Task What_a_receiver_holds_when_it_is_stopped_comes_again()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 1));
        Produce(broker, Enumerable.Range(0, 25));
        var holding = new KeepingReceiver { Gate = new TaskCompletionSource().Task };
        await Run(broker, [holding], () => Until(() => holding.Batches == 1), fromStart: true);
        Assert.Empty(holding.Taken);

        var next = new KeepingReceiver();
        await Run(broker, [next], () => Until(() => next.Taken.Count == 25), fromStart: true);
        Assert.Equal(25, next.Taken.Distinct().Count());
    }

    /// <summary>A receiver that is held up has its partitions paused, and nothing is lost when it goes on.</summary>
    [Fact]
    public async Task A_receiver_that_is_held_up_is_not_flooded()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 1));
        Produce(broker, Enumerable.Range(0, 500));
        var open = new TaskCompletionSource();
        var receiver = new KeepingReceiver { Gate = open.Task };
        long? lag = null;
        await Run(broker, [receiver], async reader =>
        {
            await Until(() => reader.Lag is > 400);
            lag = reader.Lag;
            open.SetResult();
            await Until(() => receiver.Taken.Count == 500);
        }, fromStart: true);

        Assert.Equal(500, lag);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => $"{i:000}"), receiver.Taken);
    }

    /// <summary>The client keeps a pause over assignments; the group hands partitions to another instance and back while they are paused.</summary>
    [Fact]
    public async Task What_was_paused_when_the_group_changed_is_read_on()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 2));
        Produce(broker, Enumerable.Range(0, 500));
        var held = new KeepingReceiver { Gather = TimeSpan.FromTicks(1), Gate = new TaskCompletionSource().Task };
        var (after, other) = (new KeepingReceiver(), new KeepingReceiver());
        await Run(broker, [held, after], async () =>
        {
            // What waits is two batches then, at most a few records later.
            await Until(() => held.Looked > 2 * held.BatchSize);
            await Run(broker, [other], () => Until(() => after.Taken.Count > 0 && after.Taken.Concat(other.Taken).Distinct().Count() == 500), fromStart: true);
        }, fromStart: true);

        Assert.Empty(held.Taken);
        Assert.Equal(Numbers(0, 500), after.Taken.Concat(other.Taken).Distinct().Order());
    }

    [Fact]
    public async Task A_batch_waits_for_others_unless_one_is_urgent()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 1));
        var receiver = new KeepingReceiver { Gather = TimeSpan.FromHours(1) };
        await Run(broker, [receiver], async () =>
        {
            Produce(broker, Enumerable.Range(0, 3));
            using (var producer = broker.Producer())
            {
                producer.Produce(Topic, new Message<string, string> { Key = "k", Value = "urgent" });
                producer.Flush(BrokerClients.Patience);
            }

            await Until(() => receiver.Taken.Count == 4);
        }, fromStart: true);

        Assert.Equal(1, receiver.Batches);
    }

    [Fact]
    public async Task What_must_be_said_again_is()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic(Topic, 1));
        var receiver = new KeepingReceiver { RepeatEvery = TimeSpan.FromMilliseconds(20) };
        await Run(broker, [receiver], () => Until(() => receiver.Repeats > 3));
    }

    private static IEnumerable<string> Numbers(int from, int count) => Enumerable.Range(from, count).Select(i => $"{i:000}");

    private static void Produce(InProcessBroker broker, IEnumerable<int> numbers)
    {
        using var producer = broker.Producer();
        foreach (var i in numbers) producer.Produce(Topic, new Message<string, string> { Key = $"{i}", Value = $"{i:000}" });
        producer.Flush(BrokerClients.Patience);
    }

    private static Task Run(InProcessBroker broker, KeepingReceiver[] receivers, Func<Task> body, bool fromStart = false) => Run(broker, receivers, _ => body(), fromStart);

    private static async Task Run(InProcessBroker broker, KeepingReceiver[] receivers, Func<GroupReader, Task> body, bool fromStart = false)
    {
        var next = 0;
        var options = new KafkaOptions { BootstrapServers = broker.BootstrapServers, Consumer = new Dictionary<string, string> { ["session.timeout.ms"] = "2400" } };
        using var reader = new GroupReader(options, new GroupReaderOptions("g-sink-desk", Topic, fromStart), Open, TimeProvider.System, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => reader.Run(stop.Token));
        try
        {
            await await Task.WhenAny(body(reader), reading);
        }
        finally
        {
            await stop.CancelAsync();
            await reading.WaitAsync(BrokerClients.Patience);
        }

        IRecordReceiver Open() => receivers[Math.Min(next++, receivers.Length - 1)];
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(BrokerClients.Patience);
        while (!condition())
        {
            Assert.False(patience.IsCancellationRequested, "it has not come to pass");
            await Task.Delay(10);
        }
    }
}
