using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.State;

/// <summary>The last value that is written and read, and the first that is refused.</summary>
public sealed class StateBoundsTests
{
    [Fact]
    public void A_number_of_more_than_ten_bytes_is_refused_even_where_it_ends()
    {
        byte[] ten = [.. Enumerable.Repeat((byte)0x80, 9), 1];
        Assert.Equal(1UL << 63, new StateReader(ten).UInt());
        Refused([.. Enumerable.Repeat((byte)0x80, 10), 0], (ref StateReader reader) => reader.UInt());
    }

    [Fact]
    public void The_largest_small_number_is_the_largest_whole_number_of_four_bytes()
    {
        Assert.Equal(int.MaxValue, new StateReader(Bytes(writer => writer.UInt(int.MaxValue))).Small());
        Refused(Bytes(writer => writer.UInt(int.MaxValue + 1UL)), (ref StateReader reader) => reader.Small());
    }

    [Fact]
    public void Times_end_where_event_time_ends()
    {
        foreach (var bound in new[] { EventTime.MinValue, EventTime.MaxValue })
        {
            Assert.Equal(bound, new StateReader(Bytes(writer => writer.Int(bound.Micros))).TimeAhead());
            Assert.Equal(bound, new StateReader(Bytes(writer => writer.Int(bound.Micros - 5))).TimeAhead(new EventTime(5)));
            Refused(Bytes(writer => writer.Int(bound.Micros + Math.Sign(bound.Micros))), (ref StateReader reader) => reader.TimeAhead());
        }
    }

    [Fact]
    public void A_time_of_the_moment_of_storing_is_no_damage_and_a_later_one_is()
    {
        var bytes = Bytes(writer => writer.Int(1000));
        Assert.Equal(new EventTime(1000), new StateReader(bytes, new EventTime(1000)).Time());
        Assert.Throws<StateFormatException>(() => new StateReader(bytes, new EventTime(999)).Time());
    }

    [Fact]
    public void Damage_is_told_with_its_place()
    {
        Assert.StartsWith("byte 0: 2 ", Refused([2], (ref StateReader reader) => reader.Bool()), StringComparison.Ordinal);
        Assert.StartsWith("byte 1: 7 ", Refused([1, 7], (ref StateReader reader) => _ = reader.Bool() && reader.Bool()), StringComparison.Ordinal);
        Assert.StartsWith("byte 2: cut off", Refused([1, 2], (ref StateReader reader) => _ = reader.Byte() + reader.Byte() + reader.Byte()), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_long_letters_makes_room_for_all_their_bytes()
    {
        for (var letters = 1; letters < 60; letters++)
        {
            var text = new string('华', letters);
            var writer = new StateWriter(capacity: 16);
            writer.String(text);
            Assert.Equal(text, new StateReader(writer.Written).String());
            Assert.Equal((letters * 3) + (letters * 3 < 0x80 ? 1 : 2), writer.Length);
        }
    }

    [Fact]
    public void A_writer_goes_on_in_the_array_that_it_is_given_and_gives_it_away()
    {
        var writer = new StateWriter();
        writer.Byte(1);
        var array = new byte[8];
        writer.Use(array);
        Assert.Equal(0, writer.Length);
        writer.Byte(7);
        writer.Byte(8);
        Assert.Equal([7, 8], writer.ToArray());

        Assert.Same(array, writer.Release());
        Assert.Equal(0, writer.Length);
        writer.Int(-3);
        Assert.Equal(-3, new StateReader(writer.Written).Int());
        Assert.Equal([7, 8, 0], array[..3]);
    }

    [Fact]
    public void What_is_cut_off_is_written_anew_and_a_cut_behind_the_end_cuts_nothing()
    {
        var writer = new StateWriter();
        writer.Raw([1, 2, 3]);
        writer.CutTo(9);
        Assert.Equal([1, 2, 3], writer.ToArray());
        writer.CutTo(1);
        writer.Byte(4);
        Assert.Equal([1, 4], writer.ToArray());
    }

    [Theory]
    [InlineData("absence:r1:source:3878f533", true)]
    [InlineData("absence:", true)]
    [InlineData("absences:r1", false)]
    [InlineData("absenc:r1", false)]
    [InlineData("absence", false)]
    public void A_part_is_known_by_all_that_stands_before_its_first_colon(string part, bool expected) =>
        Assert.Equal(expected, new StoredPart("absence:RULE:BY:EVENTS", "", static (string _, ref StateReader _) => "").Is(part));

    private delegate void Write(StateWriter writer);

    private delegate void Read(ref StateReader reader);

    private static byte[] Bytes(Write write)
    {
        var writer = new StateWriter();
        write(writer);
        return writer.ToArray();
    }

    private static string Refused(byte[] bytes, Read read) => Assert.Throws<StateFormatException>(() =>
    {
        var reader = new StateReader(bytes);
        read(ref reader);
    }).Message;
}
