using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Events;
using RiskEngine.Kafka.Input;
using RiskEngine.Simulator.Servers;
using RiskEngine.Simulator.Tests.Servers;
using Xunit;

namespace RiskEngine.Kafka.Tests.Input;

/// <summary>The log reader, with records taken by the batch and one by one: the tasks must not see a difference.</summary>
public sealed class LogReaderTests
{
    private const string Topic = "risk.events.sensor.v1";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_record_of_every_partition_comes_once_and_in_order(bool byTheBatch)
    {
        using var broker = Broker(partitions: 3);
        const int Each = 5000;
        Produce(broker, 3 * Each, i => new Message<string, string> { Key = $"{i}", Value = $"value {i}" }, i => i % 3);
        var tasks = await Read(broker, byTheBatch, reader => reader.Records(Topic) == 3 * Each);
        for (var partition = 0; partition < 3; partition++)
        {
            var records = tasks.Of(Topic, partition);
            Assert.Equal(Enumerable.Range(0, Each).Select(i => (long)i), records.Select(record => record.Offset));
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"value {(i * 3) + partition}"), records.Select(record => record.Value));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_does_not_read_holds_up_no_other_and_misses_nothing(bool byTheBatch)
    {
        using var broker = Broker(partitions: 2);

        // More than may wait for a task: 8 batches, and one that is being filled.
        const int Each = 12 * 2_000;
        Produce(broker, 2 * Each, i => new Message<string, string> { Key = "k", Value = $"{i / 2}" }, i => i % 2);
        var whileHeld = 0;
        var tasks = await Read(broker, byTheBatch, IsDone, held: 0);
        Assert.Equal(Each, whileHeld);
        foreach (var partition in new[] { 0, 1 })
        {
            Assert.Equal(Enumerable.Range(0, Each).Select(i => $"{i}"), tasks.Of(Topic, partition).Select(record => record.Value));
        }

        Assert.Empty(tasks.Removed);

        bool IsDone(KeepingTasks reader)
        {
            if (reader.Held is null) return reader.Records(Topic) == 2 * Each;
            whileHeld = reader.Of(Topic, 1).Count;
            if (whileHeld == Each) reader.Held = null;
            return false;
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_end_of_the_log_is_told_after_the_records_before_it(bool byTheBatch)
    {
        using var broker = Broker(partitions: 1);
        const int Records = 2000;
        Produce(broker, Records, i => new Message<string, string> { Key = "k", Value = $"{i}" }, _ => 0);
        var tasks = await Read(broker, byTheBatch, reader => reader.Partition(Topic, 0) is { AtEnd: true });
        Assert.Equal(Records, tasks.Of(Topic, 0).Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_comes_with_its_time_and_the_headers_that_the_decoder_wants(bool byTheBatch)
    {
        using var broker = Broker(partitions: 1);
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var headers = new Headers { { "ce_id", "x-1"u8.ToArray() }, { "trace", "t"u8.ToArray() }, { "content-type", "application/json"u8.ToArray() } };
        Produce(broker, 1, _ => new Message<string, string> { Key = "k", Value = "é", Headers = headers, Timestamp = new Timestamp(at) }, _ => 0);
        var tasks = await Read(broker, byTheBatch, reader => reader.Records(Topic) == 1);
        var record = Assert.Single(tasks.Of(Topic, 0));
        Assert.Equal(at.ToUnixTimeMilliseconds(), record.AppendedUnixMillis);
        Assert.Equal("é", record.Value);
        Assert.Equal(["ce_id=x-1", "content-type=application/json"], record.Headers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Empty_and_large_values_come_as_they_are(bool byTheBatch)
    {
        using var broker = Broker(partitions: 1);
        string[] values = ["", new string('x', 300_000), "z"];
        Produce(broker, values.Length, i => new Message<string, string> { Key = "k", Value = values[i] }, _ => 0);
        var tasks = await Read(broker, byTheBatch, reader => reader.Records(Topic) == values.Length);
        Assert.Equal(values, tasks.Of(Topic, 0).Select(record => record.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reading_starts_where_the_task_asks_and_reports_the_end_of_the_log(bool byTheBatch)
    {
        using var broker = Broker(partitions: 1);
        Produce(broker, 100, i => new Message<string, string> { Key = "k", Value = $"{i}" }, _ => 0);
        var tasks = await Read(broker, byTheBatch, reader => reader.Partition(Topic, 0) is { AtEnd: true }, startAt: 90);
        Assert.Equal(Enumerable.Range(90, 10).Select(i => $"{i}"), tasks.Of(Topic, 0).Select(record => record.Value));
        Assert.Equal(0, tasks.LagAtEnd);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_retention_has_removed_is_told_before_the_first_record_that_is_left(bool byTheBatch)
    {
        using var broker = Broker(partitions: 1);
        var large = new string('x', 100_000);
        const int Records = 80;
        using (var producer = broker.Producer())
        {
            for (var i = 0; i < Records; i++)
            {
                producer.Produce(new TopicPartition(Topic, 0), new Message<string, string> { Key = "k", Value = large });
                producer.Flush(BrokerClients.Patience);
            }
        }

        var tasks = await Read(broker, byTheBatch, reader => reader.Partition(Topic, 0) is { AtEnd: true, Lag: 0 }, startAt: 0);
        var first = tasks.Of(Topic, 0)[0].Offset;
        Assert.InRange(first, 1, Records - 1);
        Assert.Equal([new RemovedRecords(0, first)], tasks.Removed);
        Assert.Equal(Records - first, tasks.Of(Topic, 0).Count);
    }

    [Fact]
    public async Task A_task_without_a_place_is_told_where_it_begins_and_of_nothing_removed()
    {
        using var broker = Broker(partitions: 1);
        Produce(broker, 10, i => new Message<string, string> { Key = "k", Value = $"{i}" }, _ => 0);
        var tasks = await Read(broker, byTheBatch: true, reader => reader.Partition(Topic, 0) is { AtEnd: true });
        Assert.Equal(0, await tasks.Begun[0]);
        Assert.Empty(tasks.Removed);
    }

    [Fact]
    public void The_client_in_use_can_be_read_by_the_batch()
    {
        using var broker = Broker(partitions: 1);
        using var reader = new LogReader(new KafkaOptions { BootstrapServers = broker.BootstrapServers }, new KeepingTasks(null), TimeProvider.System, NullLogger.Instance);
        Assert.True(reader.ReadsBatches);
    }

    private static InProcessBroker Broker(int partitions) =>
        InProcessBroker.Start(1, [.. new TopicNames().Events.Select(name => new InProcessTopic(name, partitions))]);

    private static void Produce(InProcessBroker broker, int count, Func<int, Message<string, string>> message, Func<int, int> partition)
    {
        using var producer = broker.Producer();
        for (var i = 0; i < count; i++) producer.Produce(new TopicPartition(Topic, partition(i)), message(i));
        producer.Flush(BrokerClients.Patience);
    }

    private static async Task<KeepingTasks> Read(InProcessBroker broker, bool byTheBatch, Func<KeepingTasks, bool> isDone, long? startAt = null, int? held = null)
    {
        var tasks = new KeepingTasks(startAt) { Held = held };
        var options = new KafkaOptions { BootstrapServers = broker.BootstrapServers, GroupId = "readers", BatchConsume = byTheBatch };
        using var reader = new LogReader(options, tasks, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(byTheBatch, reader.ReadsBatches);
        using var stop = new CancellationTokenSource(BrokerClients.Patience);
        var reading = Task.Run(() => reader.Run(stop.Token));
        while (!isDone(tasks) && !stop.IsCancellationRequested && !reading.IsCompleted)
        {
            tasks.TakeAll();
            await Task.Yield();
        }

        Assert.True(isDone(tasks), "not all records came in time");
        tasks.NoteLag();
        await stop.CancelAsync();
        await reading;
        reader.Leave();
        return tasks;
    }

    private sealed class KeepingTasks(long? startAt) : ILogTasks
    {
        private readonly List<LogPartition> _partitions = [];
        private readonly Dictionary<(string, int), List<KeptRecord>> _records = [];

        public long? LagAtEnd { get; private set; }

        /// <summary>Partition whose task does not read.</summary>
        public int? Held { get; set; }

        public List<RemovedRecords> Removed { get; } = [];

        public List<Task<long>> Begun { get; } = [];

        public void Assigned(LogPartition partition)
        {
            lock (_partitions) _partitions.Add(partition);
            var begun = partition.StartAt(startAt);
            if (partition.Id == new TaskId(Topic, 0)) Begun.Add(begun);
        }

        public void Revoked(IReadOnlyList<TaskId> tasks, TimeSpan timeout)
        {
        }

        public void Lost(IReadOnlyList<TaskId> tasks)
        {
        }

        public LogPartition? Partition(string topic, int number)
        {
            lock (_partitions) return _partitions.Find(partition => partition.Id == new TaskId(topic, number));
        }

        public int Records(string topic) => _records.Where(entry => entry.Key.Item1 == topic).Sum(entry => entry.Value.Count);

        public IReadOnlyList<KeptRecord> Of(string topic, int partition) => _records.GetValueOrDefault((topic, partition)) ?? [];

        public void NoteLag() => LagAtEnd = Partition(Topic, 0)?.Lag;

        public void TakeAll()
        {
            List<LogPartition> partitions;
            lock (_partitions) partitions = [.. _partitions];
            foreach (var partition in partitions.Where(partition => partition.Id.Partition != Held))
            {
                while (partition.TryRead(out var batch))
                {
                    if (!_records.TryGetValue((partition.Id.Topic, partition.Id.Partition), out var kept)) _records.Add((partition.Id.Topic, partition.Id.Partition), kept = []);
                    Removed.AddRange(batch.Removed);
                    for (var i = 0; i < batch.Count; i++) kept.Add(KeptRecord.Of(batch, i));
                    partition.Return(batch);
                }
            }
        }
    }

    private sealed record KeptRecord(long Offset, string Value, long AppendedUnixMillis, IReadOnlyList<string> Headers)
    {
        public static KeptRecord Of(RecordBatch batch, int index) => new(
            batch.Offset(index),
            Encoding.UTF8.GetString(batch.Value(index)),
            batch.AppendedUnixMillis(index),
            [.. batch.Headers(index)?.Select(header => $"{header.Key}={Encoding.UTF8.GetString(header.Value)}") ?? []]);
    }
}
