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
        Watermark = new EventTime(1_763_332_988_638_948),
        OldestSegment = 59,
        NewestSegment = 59,
        Ledger = new Ledger { Consumed = 90121, Evaluated = 90074, Late = 10, DeadLettered = 3, Waiting = 34, Candidates = 40, Published = 40 },
    };

    [Fact]
    public void What_was_encoded_is_decoded()
    {
        var decoded = TaskCheckpoint.Decode(Example.Encode());
        Assert.Equal(Example, decoded);
        HandledMark[] earlier = [new(90200, new EventTime(5)), new(90300, EventTime.MinValue)];
        Assert.Equal(earlier, TaskCheckpoint.Decode((Example with { Earlier = earlier }).Encode()).Earlier);
    }

    [Fact]
    public void The_bytes_are_those_of_the_page_on_stored_state() =>
        Assert.Equal("0292800BCAFF0AC8DBC4C6BEEFA106767692800BB4FF0A00140644505000" + "00", Convert.ToHexString(Example.Encode())[..^8]);

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
