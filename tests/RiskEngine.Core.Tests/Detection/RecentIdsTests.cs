using System.Text;
using RiskEngine.Core.Detection;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;
using RiskEngine.Tests;

namespace RiskEngine.Core.Tests.Detection;

public sealed class RecentIdsTests
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private static readonly int Streams = Effort.Of(200);

    [Fact]
    public void Deliveries_are_told_as_by_a_list_of_all_of_them_whatever_is_restored_and_taken_over()
    {
        var told = 0;
        for (var seed = 0; seed < Streams; seed++)
        {
            var random = new Random(seed);
            var all = new List<(ulong Name, EventTime At)>();
            var (ids, store, at) = (new RecentIds(), new Dictionary<string, byte[]>(), RandomStream.Start);
            for (var i = 0; i < 400; i++)
            {
                at += TimeSpan.FromSeconds(random.Next(20) == 0 ? random.Next(1500) : random.Next(4));
                var name = (ulong)random.Next(1, 40);
                var last = all.FindLast(delivery => delivery.Name == name);
                TimeSpan? expected = last.Name == name && at - last.At <= Kept ? at - last.At : null;
                Assert.Equal(expected, ids.SinceLast(name, at, Kept));
                all.Add((name, at));
                if (expected is not null) told++;
                if (random.Next(15) == 0) ids = Restored(ids, store, at);
                if (random.Next(30) == 0) ids = TakenOver(ids);
            }
        }

        Assert.True(told > Streams * 50, $"{told}");
    }

    [Fact]
    public void Only_so_many_are_remembered_and_the_newest_of_them_are()
    {
        var (ids, store) = (new RecentIds(), new Dictionary<string, byte[]>());
        for (var name = 1UL; name <= RecentIds.Most + 1000; name++) Assert.Null(ids.SinceLast(name, RandomStream.Start, Kept));
        Assert.Equal(RecentIds.Most, ids.Count);
        ids = Restored(ids, store, RandomStream.Start);
        Assert.Equal(RecentIds.Most, ids.Count);
        Assert.Equal(TimeSpan.Zero, ids.SinceLast(RecentIds.Most + 1000, RandomStream.Start, Kept));
        Assert.Equal(TimeSpan.Zero, ids.SinceLast(1002, RandomStream.Start, Kept));
        Assert.Null(ids.SinceLast(1001, RandomStream.Start, Kept));
    }

    [Fact]
    public void A_block_that_is_lost_loses_its_own_deliveries_only()
    {
        var (ids, store) = (new RecentIds(), new Dictionary<string, byte[]>());
        for (var name = 1UL; name <= 300; name++) ids.SinceLast(name, RandomStream.Start, Kept);
        Restored(ids, store, RandomStream.Start);
        Assert.True(store.Remove("2"));
        ids = Restored(new RecentIds(), store, RandomStream.Start);
        var remembered = Enumerable.Range(1, 300).Count(name => ids.SinceLast((ulong)name, RandomStream.Start, Kept) is not null);
        Assert.Equal(300 - 64, remembered);
    }

    [Theory]
    [InlineData("access.denied", "door-1", "a2")]
    [InlineData("access.denied", "door-2", "a1")]
    [InlineData("access.granted", "door-1", "a1")]
    [InlineData("access.denied", "door-1a", "1")]
    public void Names_differ_where_kind_source_or_id_do(string kind, string source, string id) =>
        Assert.NotEqual(RecentIds.NameOf("access.denied", "door-1", "a1"u8), RecentIds.NameOf(kind, source, Encoding.UTF8.GetBytes(id)));

    [Fact]
    public void The_name_of_an_event_is_the_same_for_ever() => Assert.Equal("A01FAE589166B57C", $"{RecentIds.NameOf("access.denied", "door-1", "a1"u8):X16}");

    [Fact]
    public void Telling_allocates_nothing()
    {
        var ids = new RecentIds();
        var at = RandomStream.Start;
        Assert.Equal(0, SteadyState.LeastBytes(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                at += TimeSpan.FromSeconds(1);
                ids.SinceLast(RecentIds.NameOf("access.denied", "door-1", "a1"u8) + (ulong)(i % 700), at, Kept);
            }

            ids.Dirty.Clear();
        }));
    }

    [Theory]
    [InlineData("7", 0L, 1)]
    [InlineData("0", -1L, 1)]
    [InlineData("0", 0L, 0)]
    [InlineData("0", 60L, 5)]
    public void A_block_that_none_can_be_is_refused(string key, long from, int count)
    {
        var writer = new StateWriter();
        writer.Int(from);
        writer.Count(count);
        for (var i = 0; i < count; i++)
        {
            writer.UInt(1);
            writer.Int(0);
        }

        Assert.Throws<StateFormatException>(() =>
        {
            var reader = new StateReader(writer.Written);
            new RecentIds().Restore(key, ref reader);
        });
    }

    private static RecentIds TakenOver(RecentIds before)
    {
        var heir = new RecentIds();
        heir.Adopt(before, RandomStream.Start);
        return heir;
    }

    /// <summary>Stores what changed, and reads all that is stored, in any order.</summary>
    private static RecentIds Restored(RecentIds ids, Dictionary<string, byte[]> store, EventTime now)
    {
        foreach (var slot in ids.Dirty.Slots)
        {
            var writer = new StateWriter();
            if (ids.TrySave(slot, writer)) store[ids.KeyOf(slot)] = writer.ToArray();
            else store.Remove(ids.KeyOf(slot));
        }

        ids.Dirty.Clear();
        var next = new RecentIds();
        foreach (var (key, block) in store)
        {
            var reader = new StateReader(block, now);
            next.Restore(key, ref reader);
            Assert.True(reader.AtEnd);
        }

        next.Resume(now);
        return next;
    }
}
