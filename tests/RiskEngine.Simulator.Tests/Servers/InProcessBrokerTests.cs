using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using RiskEngine.Simulator.Servers;

namespace RiskEngine.Simulator.Tests.Servers;

public sealed class InProcessBrokerTests
{
    [Fact]
    public void Records_come_back_in_order_with_key_value_and_headers()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var producer = broker.Producer();
        for (var i = 0; i < 1000; i++)
        {
            var headers = new Headers { { "h", Encoding.UTF8.GetBytes($"{i}") } };
            producer.Produce("t", new Message<string, string> { Key = $"k{i}", Value = $"v{i}", Headers = headers });
        }

        Assert.Equal(0, producer.Flush(BrokerClients.Patience));

        using var consumer = broker.Consumer("g").Build();
        consumer.Subscribe("t");
        var results = consumer.ConsumeUntil(r => r.Count == 1000);

        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(i, results[i].Offset.Value);
            Assert.Equal($"k{i}", results[i].Message.Key);
            Assert.Equal($"v{i}", results[i].Message.Value);
            Assert.Equal($"{i}", Encoding.UTF8.GetString(results[i].Message.Headers.GetLastBytes("h")));
        }
    }

    [Fact]
    public async Task A_second_cooperative_consumer_takes_half_and_leaves_the_rest_in_place()
    {
        const int Partitions = 6;
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", Partitions));
        using var stop = new CancellationTokenSource();
        var first = new Member(broker, stop.Token);
        await first.Owns(Partitions);

        var second = new Member(broker, stop.Token);
        await Task.WhenAll(first.Owns(Partitions / 2), second.Owns(Partitions / 2));

        await stop.CancelAsync();
        await Task.WhenAll(first.Ended, second.Ended);

        Assert.Equal(Partitions, first.Taken);
        Assert.Equal(Partitions / 2, first.Given);
        Assert.Equal(Partitions / 2, second.Taken);
    }

    [Fact]
    public async Task Records_sent_while_the_broker_is_down_for_two_seconds_arrive()
    {
        const int Records = 2000;
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var producer = broker.Producer();
        using var consumer = broker.Consumer("g").Build();
        consumer.Subscribe("t");

        for (var i = 0; i < Records; i++)
        {
            if (i == Records / 4)
                broker.TakeDown(1);
            producer.Produce("t", new Message<string, string> { Key = "k", Value = $"{i}" });
        }

        await Task.Delay(TimeSpan.FromSeconds(2));
        broker.BringUp(1);
        Assert.Equal(0, producer.Flush(BrokerClients.Patience));

        // A batch whose answer was lost may be there twice (see the broker's limits), but none is missing or out of order.
        var results = consumer.ConsumeUntil(r => r.Count > 0 && r[^1].Message.Value == $"{Records - 1}");
        Assert.Equal(Enumerable.Range(0, Records), results.Select(r => int.Parse(r.Message.Value)).Distinct());
    }

    [Fact]
    public async Task Latency_delays_every_answer()
    {
        var roundTrip = TimeSpan.FromMilliseconds(400);
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var producer = broker.Producer();
        await producer.ProduceAsync("t", new Message<string, string> { Value = "warm" });

        broker.SetLatency(1, roundTrip);
        var start = Stopwatch.GetTimestamp();
        await producer.ProduceAsync("t", new Message<string, string> { Value = "slow" });
        var delayed = Stopwatch.GetElapsedTime(start);

        Assert.True(delayed >= roundTrip, $"answered after {delayed}");
    }

    [Fact]
    public async Task Failed_requests_fail_once_each_in_order()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var producer = broker.Producer(c => c.EnableIdempotence = false);
        broker.FailRequests(KafkaRequest.Produce, ErrorCode.MsgSizeTooLarge, ErrorCode.InvalidRequiredAcks);

        var first = await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync("t", new() { Value = "1" }));
        var second = await Assert.ThrowsAsync<ProduceException<string, string>>(() => producer.ProduceAsync("t", new() { Value = "2" }));
        var third = await producer.ProduceAsync("t", new() { Value = "3" });

        Assert.Equal(ErrorCode.MsgSizeTooLarge, first.Error.Code);
        Assert.Equal(ErrorCode.InvalidRequiredAcks, second.Error.Code);
        Assert.Equal(0, third.Offset.Value);
    }

    [Fact]
    public async Task A_moved_leader_serves_the_same_records()
    {
        using var broker = InProcessBroker.Start(3, new InProcessTopic("t", 1));
        using var producer = broker.Producer();
        broker.MoveLeader("t", 0, 1);
        await producer.ProduceAsync("t", new() { Value = "before" });
        broker.MoveLeader("t", 0, 2);
        broker.TakeDown(1);
        await producer.ProduceAsync("t", new() { Value = "after" });

        using var consumer = broker.Consumer("g").Build();
        consumer.Assign(new TopicPartitionOffset("t", 0, Offset.Beginning));
        Assert.Equal(["before", "after"], consumer.ConsumeUntil(r => r.Count == 2).Select(r => r.Message.Value));
    }

    [Fact]
    public void Hundreds_of_topics_are_usable()
    {
        const int Topics = 300;
        var topics = Enumerable.Range(0, Topics).Select(i => new InProcessTopic($"t{i}", 1 + (i % 3))).ToArray();
        using var broker = InProcessBroker.Start(3, topics);
        using var producer = broker.Producer();
        foreach (var topic in topics)
            producer.Produce(new TopicPartition(topic.Name, topic.Partitions - 1), new() { Value = topic.Name });

        Assert.Equal(0, producer.Flush(BrokerClients.Patience));

        using var consumer = broker.Consumer("g").Build();
        consumer.Assign(topics.Select(t => new TopicPartitionOffset(t.Name, t.Partitions - 1, Offset.Beginning)));
        var results = consumer.ConsumeUntil(r => r.Count == Topics);
        Assert.Equal(topics.Select(t => t.Name).Order(), results.Select(r => r.Message.Value).Order());
    }

    [Fact]
    public void The_oldest_records_go_when_a_partition_is_full()
    {
        const int Records = 80;
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var producer = broker.Producer();
        var value = new string('x', 100_000);
        for (var i = 0; i < Records; i++)
            producer.Produce("t", new() { Value = value });

        Assert.Equal(0, producer.Flush(BrokerClients.Patience));

        using var consumer = broker.Consumer("g").Build();
        var kept = consumer.QueryWatermarkOffsets(new TopicPartition("t", 0), BrokerClients.Patience);
        Assert.Equal(Records, kept.High.Value);
        Assert.InRange((kept.High - kept.Low) * (long)value.Length, 1, 2L * InProcessBroker.RetainedBytesPerPartition);
        Assert.True(kept.Low > 0);
    }

    [Fact]
    public void Clusters_in_one_process_are_apart()
    {
        using var one = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var two = InProcessBroker.Start(2, new InProcessTopic("t", 2));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = two.BootstrapServers }).Build();

        Assert.NotEqual(one.BootstrapServers, two.BootstrapServers);
        Assert.Equal(2, two.BootstrapServers.Split(',').Length);
        Assert.Equal(2, Assert.Single(admin.GetMetadata("t", BrokerClients.Patience).Topics).Partitions.Count);
    }

    [Fact]
    public void A_failed_topic_tells_its_error_until_it_is_whole_again()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();

        if (Library.Version < 0x020e0000)
        {
            Assert.Throws<NotSupportedException>(() => broker.FailTopic("t", ErrorCode.TopicAuthorizationFailed));
            return;
        }

        broker.FailTopic("t", ErrorCode.TopicAuthorizationFailed);
        var failed = admin.GetMetadata("t", BrokerClients.Patience).Topics[0].Error.Code;
        broker.FailTopic("t", ErrorCode.NoError);
        var whole = admin.GetMetadata("t", BrokerClients.Patience).Topics[0].Error.Code;

        Assert.Equal((ErrorCode.TopicAuthorizationFailed, ErrorCode.NoError), (failed, whole));
    }

    [Fact]
    public void What_cannot_be_done_is_an_error_that_names_it()
    {
        using var broker = InProcessBroker.Start(1, new InProcessTopic("t", 1));

        Assert.Contains("'t'", Assert.Throws<KafkaException>(() => broker.CreateTopic("t", 1)).Message);
        Assert.Contains("broker 7", Assert.Throws<KafkaException>(() => broker.TakeDown(7)).Message);
        Assert.Contains("broker 7", Assert.Throws<KafkaException>(() => broker.MoveLeader("t", 0, 7)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => InProcessBroker.Start(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => broker.CreateTopic("u", 0));
    }

    [Fact]
    public void A_stopped_broker_refuses_orders()
    {
        var broker = InProcessBroker.Start();
        broker.Dispose();
        broker.Dispose();
        Assert.Throws<ObjectDisposedException>(() => broker.CreateTopic("t", 1));
    }

    /// <summary>A consumer on a thread of its own that counts the partitions it is given and has taken from it.</summary>
    private sealed class Member
    {
        private readonly Lock _gate = new();
        private readonly HashSet<int> _owned = [];
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _leaving;

        public Member(InProcessBroker broker, CancellationToken stop) =>
            Ended = Task.Factory.StartNew(
                () => Run(broker, stop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        public Task Ended { get; }

        public int Taken { get; private set; }

        public int Given { get; private set; }

        public async Task Owns(int partitions)
        {
            using var deadline = new CancellationTokenSource(BrokerClients.Patience);
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (_owned.Count == partitions)
                        return;
                    changed = _changed.Task;
                }

                await changed.WaitAsync(deadline.Token);
            }
        }

        private void Run(InProcessBroker broker, CancellationToken stop)
        {
            using var consumer = broker
                .Consumer("g", c =>
                {
                    c.PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky;
                    c.HeartbeatIntervalMs = 100;
                    c.SessionTimeoutMs = 2000; // the broker takes a second less than this for each round of a rebalance
                })
                .SetPartitionsAssignedHandler((_, partitions) => Change(partitions, taken: true))
                .SetPartitionsRevokedHandler((_, partitions) => Change([.. partitions.Select(p => p.TopicPartition)], taken: false))
                .Build();
            consumer.Subscribe("t");
            try
            {
                while (true)
                    consumer.Consume(stop);
            }
            catch (OperationCanceledException)
            {
                _leaving = true;
                consumer.Close();
            }
        }

        private void Change(List<TopicPartition> partitions, bool taken)
        {
            TaskCompletionSource changed;
            lock (_gate)
            {
                if (_leaving)
                    return;
                foreach (var partition in partitions)
                    Assert.True(taken ? _owned.Add(partition.Partition) : _owned.Remove(partition.Partition));

                Taken += taken ? partitions.Count : 0;
                Given += taken ? 0 : partitions.Count;
                changed = _changed;
                _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }
    }
}
