using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Redis.Tests.Servers;

namespace RiskEngine.Redis.Tests;

public sealed class CheckpointStoreTests
{
    private static readonly TaskId Id = StoredSteps.Task(0);

    /// <summary>The script and Core's rule are one: equal answers and equal contents on random ways, with old owners, late, repeated and lost steps.</summary>
    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Store_in_Redis_does_what_the_store_in_memory_does(StoreKind kind)
    {
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var (store, twin) = (new RedisCheckpointStore(connection, options), new InMemoryCheckpointStore());
        var answers = new Dictionary<bool, int>();
        for (var seed = 0; seed < 30; seed++)
        {
            var (random, id, owners) = (new Random(seed), StoredSteps.Task(seed), new List<(long Redis, long Twin)>());
            var newest = -1L;
            for (var step = 0; step < 60; step++)
            {
                if (owners.Count == 0 || random.Next(6) == 0)
                {
                    var (left, right) = (await store.AcquireAsync(id, CancellationToken.None), await twin.AcquireAsync(id, CancellationToken.None));
                    Same(right, left);
                    Assert.True(owners.Count == 0 || left.Epoch > owners[^1].Redis);
                    owners.Add((left.Epoch, right.Epoch));
                    continue;
                }

                var owner = owners[random.Next(Math.Max(0, owners.Count - 2), owners.Count)];
                var number = Math.Max(0, newest - 2 + random.Next(5));
                var (checkpoint, segment) = (CheckpointOf(random, number), new byte[random.Next(1, 50)]);
                random.NextBytes(segment);
                var saved = await twin.TrySaveAsync(id, owner.Twin, checkpoint, segment, CancellationToken.None);
                Assert.Equal(saved, await store.TrySaveAsync(id, owner.Redis, checkpoint, segment, CancellationToken.None));
                answers[saved] = answers.GetValueOrDefault(saved) + 1;
                if (saved) newest = Math.Max(newest, number);
            }
        }

        Assert.True(answers[true] > 300 && answers[false] > 300);
    }

    /// <summary>Six tasks with large segments, a Redis that does not answer for four seconds, and a store that gives up sooner: each repeats, and yet no more than
    /// two writes wait in the client, so that all is stored soon after.</summary>
    [RedisFact]
    public async Task Large_segments_do_not_pile_up_behind_a_slow_Redis()
    {
        using var redis = await RedisNode.StartAsync();
        var options = new RedisOptions { Configuration = redis.Address, Timeout = TimeSpan.FromMilliseconds(100) };
        using var connection = await RedisConnection.OpenAsync(options with { Timeout = TimeSpan.FromSeconds(5) }, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var segment = new byte[2 * 1024 * 1024];
        new Random(1).NextBytes(segment);
        var owners = new List<long>();
        for (var task = 0; task < 6; task++) owners.Add((await store.AcquireAsync(StoredSteps.Task(task), CancellationToken.None)).Epoch);
        RespClient.Ask(redis.Port, "CONFIG", "RESETSTAT");
        RespClient.Ask(redis.Port, "CLIENT", "PAUSE", "4000", "WRITE");

        var failures = await Task.WhenAll(owners.Select((epoch, task) => SaveUntilStored(task, epoch)));

        Assert.True(failures.Sum() >= 4, $"{failures.Sum()} writes were given up");
        var calls = RespClient.Ask(redis.Port, "INFO", "commandstats").Split('\n')
            .Where(line => line.StartsWith("cmdstat_eval", StringComparison.Ordinal)).Sum(line => int.Parse(line.Split("calls=")[1].Split(',')[0]));
        Assert.InRange(calls, 6, 12);
        foreach (var task in Enumerable.Range(0, 6))
        {
            var stored = await store.AcquireAsync(StoredSteps.Task(task), CancellationToken.None);
            Assert.Equal(segment, Assert.Single(stored.Segments).ToArray());
        }

        async Task<int> SaveUntilStored(int task, long epoch)
        {
            var checkpoint = CheckpointOf(new Random(task), 0);
            for (var failed = 0; ; failed++)
            {
                try
                {
                    Assert.True(await store.TrySaveAsync(StoredSteps.Task(task), epoch, checkpoint, segment, CancellationToken.None));
                    return failed;
                }
                catch (DependencyException)
                {
                    await Task.Delay(50);
                }
            }
        }
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Step_that_is_pending_is_finished_or_dropped_as_in_memory(StoreKind kind)
    {
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        foreach (var store in new ITwoStepStore[] { new RedisCheckpointStore(connection, options), new InMemoryCheckpointStore() })
        {
            var first = await store.AcquireAsync(Id, CancellationToken.None);
            Assert.True(await store.TryPrepareAsync(Id, first.Epoch, CheckpointOf(new Random(1), 0), new byte[] { 1 }, CancellationToken.None));
            var pending = await store.FindPendingAsync(Id, CancellationToken.None);
            Assert.NotNull(pending);
            Assert.Equal(PendingStep.MarkerOf(first.Epoch, pending.Checkpoint), pending.Marker);
            Assert.True(pending.WasCommitted(pending.Marker));
            Assert.False(pending.WasCommitted(pending.Marker - 1) || pending.WasCommitted(null));

            // Nothing of it is current before it is finished; an old owner can finish nothing.
            var second = await store.AcquireAsync(Id, CancellationToken.None);
            Assert.Null(second.Checkpoint);
            Assert.False(await store.TryFinishAsync(Id, first.Epoch, pending, CancellationToken.None));
            Assert.False(await store.TryDropAsync(Id, first.Epoch, CancellationToken.None));
            Assert.True(await store.TryFinishAsync(Id, second.Epoch, pending, CancellationToken.None));
            Assert.True(await store.TryFinishAsync(Id, second.Epoch, pending, CancellationToken.None));
            Assert.Null(await store.FindPendingAsync(Id, CancellationToken.None));

            Assert.False(await store.TryPrepareAsync(Id, second.Epoch, CheckpointOf(new Random(2), 2), new byte[] { 2 }, CancellationToken.None));
            Assert.True(await store.TryPrepareAsync(Id, second.Epoch, CheckpointOf(new Random(3), 1), new byte[] { 3 }, CancellationToken.None));
            Assert.True(await store.TryDropAsync(Id, second.Epoch, CancellationToken.None));
            var third = await store.AcquireAsync(Id, CancellationToken.None);
            Assert.Equal(pending.Checkpoint.Encode(), third.Checkpoint?.Encode());
            Assert.Equal([1], Assert.Single(third.Segments).ToArray());
            Assert.Null(await store.FindPendingAsync(Id, CancellationToken.None));
        }
    }

    /// <summary>The embedded store logs the commands of a script one by one, and may die in between.</summary>
    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Step_that_a_crash_left_half_finished_is_finished_by_the_next_owner(StoreKind kind)
    {
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var (store, database) = (new RedisCheckpointStore(connection, options), connection.GetDatabase());
        var first = await store.AcquireAsync(Id, CancellationToken.None);
        Assert.True(await store.TryPrepareAsync(Id, first.Epoch, CheckpointOf(new Random(1), 0), new byte[] { 1 }, CancellationToken.None));
        var key = $"riskengine:{{{Id}}}:task";
        await database.HashSetAsync(
            key, [new("newest", 0), new("checkpoint", await database.HashGetAsync(key, "p:checkpoint")), new("s:0", await database.HashGetAsync(key, "p:segment"))]);

        var second = await store.AcquireAsync(Id, CancellationToken.None);
        var pending = await store.FindPendingAsync(Id, CancellationToken.None);
        Assert.NotNull(pending);
        Assert.True(await store.TryFinishAsync(Id, second.Epoch, pending, CancellationToken.None));

        var third = await store.AcquireAsync(Id, CancellationToken.None);
        Assert.Equal([1], Assert.Single(third.Segments).ToArray());
        Assert.Null(await store.FindPendingAsync(Id, CancellationToken.None));
        Assert.True(await store.TrySaveAsync(Id, third.Epoch, CheckpointOf(new Random(2), 1), new byte[] { 2 }, CancellationToken.None));
    }

    /// <summary>Around the size of the chunks in which segments are sent, in turn, so that arrays are used again.</summary>
    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Segments_of_any_size_come_back_byte_for_byte(StoreKind kind)
    {
        const int Chunk = 64 * 1024;
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var random = new Random(5);
        foreach (var size in new[] { 1, Chunk - 1, Chunk, Chunk + 1, 3 * Chunk, (5 * Chunk) + 17, 2 * Chunk })
        {
            var id = StoredSteps.Task(size);
            var (saved, pending) = (new byte[size], new byte[size]);
            random.NextBytes(saved);
            random.NextBytes(pending);
            var owner = await store.AcquireAsync(id, CancellationToken.None);
            Assert.True(await store.TrySaveAsync(id, owner.Epoch, CheckpointOf(random, 0), saved, CancellationToken.None));
            var next = CheckpointOf(random, 1) with { OldestBefore = 0, OldestSegment = 0 };
            Assert.True(await store.TryPrepareAsync(id, owner.Epoch, next, pending, CancellationToken.None));
            Assert.True(await store.TryFinishAsync(id, owner.Epoch, new PendingStep(PendingStep.MarkerOf(owner.Epoch, next), next), CancellationToken.None));

            var segments = (await store.AcquireAsync(id, CancellationToken.None)).Segments;
            Assert.Equal(2, segments.Count);
            Assert.True(segments[0].Span.SequenceEqual(saved) && segments[1].Span.SequenceEqual(pending), $"{size} bytes");
        }
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Epoch_that_Redis_has_lost_is_not_given_to_another_owner(StoreKind kind)
    {
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var first = new StoredSteps(store, Id);
        await first.Acquire();
        Assert.True(await first.Save());
        var key = $"riskengine:{{{Id}}}:task";
        var before = redis.Ask("HGET", key, "epoch");

        var second = new StoredSteps(store, Id);
        await second.Acquire();
        redis.Ask("HSET", key, "epoch", before);
        var third = new StoredSteps(store, Id);
        await third.Acquire();

        Assert.False(await second.Save());
        Assert.True(await third.Save());
    }

    [Theory]
    [OnRedis]
    [OnEmbedded]
    public async Task Segment_that_is_missing_is_reported_and_what_is_left_is_dropped(StoreKind kind)
    {
        await using var redis = await StoreServer.StartAsync(kind);
        var options = redis.Options;
        using var connection = await RedisConnection.OpenAsync(options, CancellationToken.None);
        var store = new RedisCheckpointStore(connection, options);
        var steps = new StoredSteps(store, Id);
        await steps.Acquire();
        for (var step = 0; step < 3; step++) Assert.True(await steps.Save());
        var key = $"riskengine:{{{Id}}}:task";
        redis.Ask("HDEL", key, "s:1");

        var stored = await store.AcquireAsync(Id, CancellationToken.None);

        Assert.Contains("segment 1 is missing", stored.Fault, StringComparison.Ordinal);
        Assert.Equal("epoch", redis.Ask("HKEYS", key));
    }

    private static TaskCheckpoint CheckpointOf(Random random, long number) => new()
    {
        NextOffset = random.Next(1000),
        ResumeOffset = random.Next(1000),
        Newest = new EventTime(random.Next(1000)),
        Ledger = new Ledger { Consumed = random.Next(1000) },
        OldestBefore = 0,
        OldestSegment = number,
        NewestSegment = number,
    };

    private static void Same(StoredTask expected, StoredTask actual)
    {
        Assert.Equal(expected.Checkpoint?.Encode(), actual.Checkpoint?.Encode());
        Assert.Equal(expected.Segments.Select(segment => segment.ToArray()), actual.Segments.Select(segment => segment.ToArray()));
        Assert.Null(actual.Fault);
    }
}
