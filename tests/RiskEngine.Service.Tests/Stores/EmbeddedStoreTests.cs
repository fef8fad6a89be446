using Microsoft.Extensions.Logging.Abstractions;
using RiskEngine.Core.Events;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Redis;
using RiskEngine.Redis.Embedded;
using RiskEngine.Service.Stores;
using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Service.Tests.Stores;

public sealed class EmbeddedStoreTests
{
    private const int Tasks = 4;
    private const int Generations = 4;

    /// <summary>The log is so short here that it is rewritten again and again while four tasks save.</summary>
    [Fact]
    public async Task Steps_that_are_saved_while_the_log_is_rewritten_are_all_there_at_the_next_start()
    {
        using var folder = new TemporaryFolder();
        var embedded = new EmbeddedOptions { Folder = Path.Combine(folder.Root, "data"), RewriteFromBytes = 200_000 };
        var options = new RedisOptions { Configuration = RedisOptions.Embedded, Timeout = TimeSpan.FromMinutes(1) };
        long[] last;
        await using (var store = await EmbeddedStore.OpenAsync(embedded, options, NullLogger.Instance, CancellationToken.None))
        {
            using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            last = await Task.WhenAll(Enumerable.Range(0, Tasks).Select(task => SaveUntil(store, task, () => NumberOf(embedded) >= Generations || enough.IsCancellationRequested)));
            Assert.True(NumberOf(embedded) >= Generations, $"generation {NumberOf(embedded)}");
        }

        await using var next = await EmbeddedStore.OpenAsync(embedded, options, NullLogger.Instance, CancellationToken.None);
        for (var task = 0; task < Tasks; task++)
        {
            var stored = await next.AcquireAsync(IdOf(task), CancellationToken.None);
            Assert.Equal(last[task], stored.Checkpoint?.NewestSegment);
            Assert.Equal(SegmentOf(task, last[task]), Assert.Single(stored.Segments).ToArray());
        }
    }

    private static int NumberOf(EmbeddedOptions embedded) => int.Parse(File.ReadAllText(Path.Combine(embedded.Folder, "current")));

    private static async Task<long> SaveUntil(EmbeddedStore store, int task, Func<bool> isEnough)
    {
        var epoch = (await store.AcquireAsync(IdOf(task), CancellationToken.None)).Epoch;
        for (var number = 0L; ; number++)
        {
            Assert.True(await store.TrySaveAsync(IdOf(task), epoch, CheckpointOf(number), SegmentOf(task, number), CancellationToken.None));
            if (isEnough()) return number;
        }
    }

    private static TaskId IdOf(int task) => new("risk.events.sensor.v1", task);

    private static byte[] SegmentOf(int task, long number)
    {
        var segment = new byte[20_000];
        new Random((int)number + (task * 1_000_000)).NextBytes(segment);
        return segment;
    }

    private static TaskCheckpoint CheckpointOf(long number) => new()
    {
        NextOffset = number,
        ResumeOffset = number,
        Newest = new EventTime(number),
        Ledger = new Ledger { Consumed = number },
        OldestBefore = Math.Max(0, number - 1),
        OldestSegment = number,
        NewestSegment = number,
    };
}
