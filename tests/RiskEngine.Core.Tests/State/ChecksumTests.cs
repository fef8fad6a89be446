using RiskEngine.Core.State;

namespace RiskEngine.Core.Tests.State;

public sealed class ChecksumTests
{
    [Fact]
    public void It_is_crc_32c() => Assert.Equal(0xE3069283, Checksum.Of("123456789"u8));

    [Fact]
    public void Every_length_is_summed_up_as_bit_by_bit()
    {
        var bytes = new byte[40];
        new Random(1).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length++) Assert.Equal(BitByBit(bytes.AsSpan(0, length)), Checksum.Of(bytes.AsSpan(0, length)));
    }

    [Fact]
    public void What_was_sealed_is_opened_even_where_it_is_nothing()
    {
        foreach (byte[] bytes in new byte[][] { [], [7], [1, 2, 3, 4, 5, 6, 7, 8, 9] })
        {
            var writer = new StateWriter();
            writer.Raw(bytes);
            Checksum.Seal(writer);
            Assert.Equal(bytes.Length + Checksum.Size, writer.Length);
            Assert.Equal(bytes, Checksum.Open(writer.Written).ToArray());
        }
    }

    [Fact]
    public void Less_than_a_checksum_is_too_short_for_one() =>
        Assert.Contains("too short", Assert.Throws<StateFormatException>(() => Checksum.Open([1, 2, 3])).Message, StringComparison.Ordinal);

    /// <summary>The Castagnoli polynomial, reflected, one bit after the other.</summary>
    private static uint BitByBit(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var next in bytes)
        {
            crc ^= next;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
        }

        return ~crc;
    }
}
