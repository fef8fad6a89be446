using System.Buffers.Binary;
using System.Numerics;

namespace RiskEngine.Core.Decoding;

/// <summary>SipHash-2-4 with 128 bits of output (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012, and its reference code).</summary>
internal static class SipHash
{
    /// <summary>Hashes a value under a 128-bit key.</summary>
    public static UInt128 Hash128(ReadOnlySpan<byte> value, ulong key0, ulong key1)
    {
        var state = new State
        {
            V0 = key0 ^ 0x736F6D6570736575,
            V1 = key1 ^ 0x646F72616E646F6D ^ 0xEE,
            V2 = key0 ^ 0x6C7967656E657261,
            V3 = key1 ^ 0x7465646279746573,
        };
        var rest = value;
        for (; rest.Length >= 8; rest = rest[8..]) state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        var last = (ulong)value.Length << 56;
        for (var i = 0; i < rest.Length; i++) last |= (ulong)rest[i] << (8 * i);
        state.Absorb(last);
        state.V2 ^= 0xEE;
        var low = state.Squeeze();
        state.V1 ^= 0xDD;
        return new UInt128(state.Squeeze(), low);
    }

    private struct State
    {
        public ulong V0;
        public ulong V1;
        public ulong V2;
        public ulong V3;

        public void Absorb(ulong word)
        {
            V3 ^= word;
            Round();
            Round();
            V0 ^= word;
        }

        public ulong Squeeze()
        {
            for (var i = 0; i < 4; i++) Round();
            return V0 ^ V1 ^ V2 ^ V3;
        }

        private void Round()
        {
            V0 += V1;
            V2 += V3;
            V1 = BitOperations.RotateLeft(V1, 13) ^ V0;
            V3 = BitOperations.RotateLeft(V3, 16) ^ V2;
            V0 = BitOperations.RotateLeft(V0, 32);
            V2 += V1;
            V0 += V3;
            V1 = BitOperations.RotateLeft(V1, 17) ^ V2;
            V3 = BitOperations.RotateLeft(V3, 21) ^ V0;
            V2 = BitOperations.RotateLeft(V2, 32);
        }
    }
}
