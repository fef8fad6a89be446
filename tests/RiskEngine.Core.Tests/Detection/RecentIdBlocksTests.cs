using RiskEngine.Core.Detection;
using RiskEngine.Core.State;
using RiskEngine.Core.Tests.Streams;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Detection;

/// <summary>Ids are stored by blocks of 64: which blocks there are, and when one is stored anew.</summary>
public sealed class RecentIdBlocksTests
{
    private const int Block = 64;
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);
    private readonly RecentIds _ids = new();
    private ulong _delivered;

    [Fact]
    public void Bound_of_the_slots_is_the_number_of_blocks_that_were_begun_and_2048_at_most()
    {
        Assert.Equal(0, _ids.SlotBound);
        Deliver(1);
        Assert.Equal(1, _ids.SlotBound);
        Deliver(Block - 1);
        Assert.Equal(1, _ids.SlotBound);
        Deliver(1);
        Assert.Equal(2, _ids.SlotBound);
        Deliver(RecentIds.Most + Block);
        Assert.Equal(2048, _ids.SlotBound);
    }

    [Fact]
    public void Slots_hold_together_what_is_remembered_wherever_the_newest_block_ends()
    {
        Assert.Equal((0, 0, 0), Stored());
        Deliver(RecentIds.Most - 2);
        for (var i = 0; i < 2 * Block; i++)
        {
            Deliver(1);
            if (_delivered % Block is not (0 or 1 or 2 or Block - 2 or Block - 1)) continue;
            var last = (int)_delivered;
            var first = Math.Max(0, last - RecentIds.Most);
            Assert.Equal((first, last, last - first), Stored());
        }
    }

    [Fact]
    public void A_block_is_taken_out_of_the_store_when_the_last_of_it_is_forgotten_and_not_touched_before()
    {
        for (var i = 0; i < Block + 10; i++) Deliver(1, At(i));
        Assert.Equal([0, 1], Changed());
        Deliver(1, At(5) + Kept);
        Assert.Equal([1], Changed());
        Deliver(1, At(Block - 1) + Kept);
        Assert.Equal([1], Changed());
        Deliver(1, At(Block) + Kept);
        Assert.Equal([0, 1], Changed().Order());
        Assert.False(_ids.TrySave(0, new StateWriter()));
        Assert.Equal((Block, (int)_delivered, (int)_delivered - Block), Stored());
    }

    [Fact]
    public void After_a_long_silence_the_store_holds_the_new_delivery_only()
    {
        Deliver((3 * Block) + 5);
        Assert.Equal([0, 1, 2, 3], Changed());
        Deliver(1, At(1) + Kept);
        Assert.Equal([0, 1, 2, 3], Changed().Order());
        Assert.Equal((1, ((3 * Block) + 5, (3 * Block) + 6, 1)), (_ids.Count, Stored()));
    }

    [Fact]
    public void Where_all_is_cleared_nothing_is_remembered_nor_restored_later()
    {
        Deliver(Block + 1);
        var writer = new StateWriter();
        Assert.True(_ids.TrySave(0, writer));
        var reader = new StateReader(writer.Written);
        _ids.Restore("0", ref reader);
        _ids.Clear();
        _ids.Resume(At(0));
        Assert.Equal((0, 0), (_ids.Count, _ids.SlotBound));
        Assert.Null(_ids.SinceLast(1, At(0), Kept));
        Assert.Equal(1, _ids.Count);
    }

    [Theory]
    [InlineData("2047", -1L, 1)]
    [InlineData("0", 5L, 0)]
    public void A_block_of_its_own_slot_that_none_can_be_is_refused(string key, long from, int count)
    {
        var writer = new StateWriter();
        writer.Int(from);
        writer.Count(count);
        for (var i = 0; i < 2 * count; i++) writer.UInt(0);
        Assert.Throws<StateFormatException>(() =>
        {
            var reader = new StateReader(writer.Written);
            _ids.Restore(key, ref reader);
        });
    }

    private static EventTime At(int second) => RandomStream.Start + TimeSpan.FromSeconds(second);

    private void Deliver(int times) => Deliver(times, At(0));

    private void Deliver(int times, EventTime at)
    {
        for (var i = 0; i < times; i++) Assert.Null(_ids.SinceLast(++_delivered, at, Kept));
    }

    private List<int> Changed()
    {
        var changed = _ids.Dirty.Slots.ToList();
        _ids.Dirty.Clear();
        return changed;
    }

    /// <summary>First place, one more than the last, and number of all that the slots save.</summary>
    private (int First, int Last, int Count) Stored()
    {
        var stored = (First: int.MaxValue, Last: 0, Count: 0);
        for (var slot = 0; slot < 2048; slot++)
        {
            var writer = new StateWriter();
            if (!_ids.TrySave(slot, writer)) continue;
            var reader = new StateReader(writer.Written);
            var (from, count) = ((int)reader.Int(), reader.Count());
            Assert.Equal(slot, from / Block % 2048);
            stored = (Math.Min(stored.First, from), Math.Max(stored.Last, from + count), stored.Count + count);
        }

        return stored.Count == 0 ? default : stored;
    }
}
