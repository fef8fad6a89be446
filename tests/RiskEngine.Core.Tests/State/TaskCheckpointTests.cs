using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.State;

public sealed class TaskCheckpointTests
{
    private static readonly TaskCheckpoint Example = new()
    {
        NextOffset = 90121,
        ResumeOffset = 90085,
        Newest = new EventTime(1_763_332_988_638_948),
        Latest = new EventTime(1_763_332_990_000_000),
        OldestSegment = 59,
        NewestSegment = 59,
        Ledger = new Ledger { Consumed = 90121, Evaluated = 90074, Late = 10, DeadLettered = 3, Waiting = 34, Candidates = 40, Published = 40, Lost = 7 },
        LossAt = new EventTime(1_763_332_900_000_000),
    };

    /// <summary>The same as engines stored it whose tasks had one watermark.</summary>
    private static readonly TaskCheckpoint Earlier = Example with { Latest = Example.Newest, HasOneWatermark = true };

    [Fact]
    public void What_was_encoded_is_decoded()
    {
        Assert.Equal(Example, TaskCheckpoint.Decode(Example.Encode()));
    }

    [Fact]
    public void What_was_lost_owed_and_kept_is_decoded()
    {
        var decoded = TaskCheckpoint.Decode((Example with { Owed = 12, Kept = new byte[] { 1, 2, 3 } }).Encode());
        Assert.Equal((7, 12, Example.LossAt), (decoded.Ledger.Lost, decoded.Owed, decoded.LossAt));
        Assert.Equal(5, TaskCheckpoint.Decode((Example with { Ledger = Example.Ledger with { Duplicates = 5 } }).Encode()).Ledger.Duplicates);
        Assert.Equal([1, 2, 3], decoded.Kept.ToArray());
        var ticks = new TickPlace(88, 1L << 40, 1L << 33);
        Assert.Equal(ticks, TaskCheckpoint.Decode((Example with { Ticks = ticks }).Encode()).Ticks);
    }

    [Fact]
    public void A_checkpoint_of_format_2_is_taken_over_with_nothing_lost()
    {
        var decoded = TaskCheckpoint.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "state", "format-2.checkpoint")));
        Assert.Equal(Earlier with { Ledger = Example.Ledger with { Lost = 0 }, LossAt = EventTime.MinValue }, decoded);
    }

    [Fact]
    public void A_checkpoint_of_format_3_is_taken_over_without_duplicates()
    {
        var decoded = TaskCheckpoint.Decode(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", "state", "format-3.checkpoint")));
        Assert.Equal(Earlier, decoded);
    }

    [Fact]
    public void A_checkpoint_of_format_4_is_taken_over_as_one_of_a_task_with_one_watermark() =>
        Assert.Equal(Earlier, TaskCheckpoint.Decode(Sealed("0492800BCAFF0AC8DBC4C6BEEFA106767692800BB4FF0A001406445050000E00000080C480F2BDEFA10600")));

    [Fact]
    public void A_checkpoint_of_format_5_is_taken_over_as_one_of_a_task_whose_ticks_nobody_recorded() =>
        Assert.Equal(Example, TaskCheckpoint.Decode(Sealed("0592800BCAFF0AC8DBC4C6BEEFA10680EEEAC7BEEFA106767692800BB4FF0A001406445050000E000080C480F2BDEFA10600")));

    [Fact]
    public void A_checkpoint_of_format_6_is_taken_over_as_one_of_a_task_of_which_nothing_was_asked() =>
        Assert.Equal(Example with { Ticks = new TickPlace(88, 3) },
            TaskCheckpoint.Decode(Sealed("0692800BCAFF0AC8DBC4C6BEEFA10680EEEAC7BEEFA106767692800BB4FF0A001406445050000E000080C480F2BDEFA10600B00106")));

    [Fact]
    public void A_checkpoint_of_a_later_format_is_left_to_the_engine_that_wrote_it()
    {
        var later = (byte)(Example.Encode()[0] + 1);
        Assert.True(Assert.Throws<StateFormatException>(() => TaskCheckpoint.Decode(Sealed(Convert.ToHexString([later])))).IsNewer);
    }

    private static byte[] Sealed(string bytes)
    {
        var writer = new StateWriter();
        foreach (var one in Convert.FromHexString(bytes)) writer.Byte(one);
        Checksum.Seal(writer);
        return writer.ToArray();
    }

    [Fact]
    public void Damage_is_refused()
    {
        var bytes = Example.Encode();
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<StateFormatException>(() => TaskCheckpoint.Decode(damaged));
        }

        for (var length = 0; length < bytes.Length; length++) Assert.Throws<StateFormatException>(() => TaskCheckpoint.Decode(bytes.AsSpan(0, length)));
    }
}
