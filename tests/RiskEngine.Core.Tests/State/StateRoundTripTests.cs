using RiskEngine.Core.State;

namespace RiskEngine.Core.Tests.State;

public sealed class StateRoundTripTests
{
    [Fact]
    public void Everything_written_is_read_back()
    {
        ulong[] unsigned = [0, 1, 127, 128, 16_383, 16_384, uint.MaxValue, ulong.MaxValue];
        long[] signed = [0, 1, -1, 63, -64, 64, int.MinValue, long.MinValue, long.MaxValue];
        double[] doubles = [0, -0.0, 0.1, double.NaN, double.NegativeInfinity, double.Epsilon];
        string[] strings = ["", "a", "华西 😀", new string('x', 1000)];
        var writer = new StateWriter(capacity: 1);
        foreach (var value in unsigned) writer.UInt(value);
        foreach (var value in signed) writer.Int(value);
        foreach (var value in doubles) writer.Double(value);
        foreach (var value in strings) writer.String(value);
        writer.Bool(true);
        writer.Bool(false);
        writer.Byte(200);
        writer.Bytes([1, 2, 3]);
        writer.Count(0);
        writer.Raw([9]);

        var reader = new StateReader(writer.Written);
        foreach (var value in unsigned) Assert.Equal(value, reader.UInt());
        foreach (var value in signed) Assert.Equal(value, reader.Int());
        foreach (var value in doubles) Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(reader.Double()));
        foreach (var value in strings) Assert.Equal(value, reader.String());
        Assert.True(reader.Bool());
        Assert.False(reader.Bool());
        Assert.Equal(200, reader.Byte());
        Assert.Equal([1, 2, 3], reader.Bytes().ToArray());
        Assert.Equal(0, reader.Count());
        Assert.Equal([9], reader.Raw(1).ToArray());
        Assert.True(reader.AtEnd);
    }

    [Fact]
    public void A_cleared_writer_starts_anew()
    {
        var writer = new StateWriter();
        writer.Int(5);
        writer.Clear();
        writer.Byte(1);
        Assert.Equal([1], writer.ToArray());
    }

    [Fact]
    public void Damage_is_said_to_be_damage_and_nothing_else()
    {
        Refuses([], reader => reader.Byte());
        Refuses([2], reader => reader.Bool());
        Refuses([0x80], reader => reader.UInt());
        Refuses([.. Enumerable.Repeat((byte)0x80, 10)], reader => reader.UInt());
        Refuses([5, 1], reader => reader.Bytes());
        Refuses([5, 1], reader => reader.Count());
        Refuses([0xff, 0xff, 0xff, 0xff, 0xff, 1], reader => reader.String());
        Refuses([0xff, 0xff, 0xff, 0xff, 0x0f], reader => reader.Small());
        Refuses([1, 2, 3, 4, 5, 6, 7], reader => reader.Double());
        Refuses([1], reader => reader.Raw(2));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        var random = new Random(1);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = new byte[random.Next(30)];
            random.NextBytes(bytes);
            try
            {
                var reader = new StateReader(bytes);
                while (!reader.AtEnd)
                {
                    if (random.Next(2) == 0) reader.Int();
                    else reader.String();
                }
            }
            catch (StateFormatException)
            {
                // The one answer to damage.
            }
        }
    }

    private delegate void Read(StateReader reader);

    private static void Refuses(byte[] bytes, Read read) => Assert.Throws<StateFormatException>(() => read(new StateReader(bytes)));
}
