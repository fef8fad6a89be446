using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RiskEngine.Core.Decoding;

/// <summary>Steps over JSON (RFC 8259) in valid UTF-8. Positions go in and come out, so that the caller's loop keeps them in registers.</summary>
/// <remarks>Benchmark: EventDecoderBenchmarks.</remarks>
public static class JsonText
{
    /// <summary>The first position at or after <paramref name="at"/> that is no white space; the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipWhitespace(ReadOnlySpan<byte> text, int at)
    {
        while ((uint)at < (uint)text.Length && IsWhitespace(text[at])) at++;
        return at;
    }

    /// <summary>Whether JSON allows the byte between tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWhitespace(byte next) => next <= ' ' && next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';

    /// <summary>Whether the byte at <paramref name="at"/> exists and is <paramref name="expected"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is(ReadOnlySpan<byte> text, int at, byte expected) => (uint)at < (uint)text.Length && text[at] == expected;

    /// <summary>The first quote, backslash or control character at or after <paramref name="at"/>; the length where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StringStop(ReadOnlySpan<byte> text, int at)
    {
        for (; at + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            var next = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)at);
            var stops = Vector128.Equals(next, Vector128.Create((byte)'"'))
                | Vector128.Equals(next, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(next, Vector128.Create((byte)' '));
            var mask = stops.ExtractMostSignificantBits();
            if (mask != 0) return at + BitOperations.TrailingZeroCount(mask);
        }

        while ((uint)at < (uint)text.Length && text[at] is not ((byte)'"' or (byte)'\\' or < (byte)' ')) at++;
        return at;
    }

    /// <summary>Finds the closing quote of a string.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="at">Just behind the opening quote.</param>
    /// <param name="escaped">Whether the string holds escapes.</param>
    /// <returns>Position of the closing quote; -1 where the string is malformed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StringEnd(ReadOnlySpan<byte> text, int at, out bool escaped)
    {
        escaped = false;
        var stop = StringStop(text, at);
        return Is(text, stop, (byte)'"') ? stop : EscapedStringEnd(text, stop, out escaped);
    }

    /// <summary>Finds the end of a number.</summary>
    /// <returns>The position behind its last character; -1 where it is malformed.</returns>
    public static int NumberEnd(ReadOnlySpan<byte> text, int at)
    {
        if (Is(text, at, (byte)'-')) at++;
        var digits = DigitsEnd(text, at);
        if (digits == at || (text[at] == '0' && digits > at + 1)) return -1;
        at = digits;
        if (Is(text, at, (byte)'.'))
        {
            digits = DigitsEnd(text, at + 1);
            if (digits == at + 1) return -1;
            at = digits;
        }

        if (Is(text, at, (byte)'e') || Is(text, at, (byte)'E'))
        {
            at++;
            if (Is(text, at, (byte)'+') || Is(text, at, (byte)'-')) at++;
            digits = DigitsEnd(text, at);
            if (digits == at) return -1;
            at = digits;
        }

        return at;
    }

    /// <summary>Finds the end of <c>true</c>, <c>false</c> or <c>null</c>.</summary>
    /// <returns>The position behind it; -1 where there is none of the three.</returns>
    public static int LiteralEnd(ReadOnlySpan<byte> text, int at)
    {
        var rest = text[at..];
        if (rest.StartsWith("true"u8) || rest.StartsWith("null"u8)) return at + 4;
        return rest.StartsWith("false"u8) ? at + 5 : -1;
    }

    private static int DigitsEnd(ReadOnlySpan<byte> text, int at)
    {
        while ((uint)at < (uint)text.Length && text[at] is >= (byte)'0' and <= (byte)'9') at++;
        return at;
    }

    private static int EscapedStringEnd(ReadOnlySpan<byte> text, int stop, out bool escaped)
    {
        escaped = true;
        while (Is(text, stop, (byte)'\\'))
        {
            if ((uint)(stop + 1) >= (uint)text.Length) return -1;
            switch (text[stop + 1])
            {
                case (byte)'"' or (byte)'\\' or (byte)'/' or (byte)'b' or (byte)'f' or (byte)'n' or (byte)'r' or (byte)'t':
                    stop += 2;
                    break;
                case (byte)'u' when HasHexDigits(text, stop + 2):
                    stop += 6;
                    break;
                default:
                    return -1;
            }

            stop = StringStop(text, stop);
        }

        return Is(text, stop, (byte)'"') ? stop : -1;
    }

    private static bool HasHexDigits(ReadOnlySpan<byte> text, int at)
    {
        if (at + 4 > text.Length) return false;
        foreach (var digit in text.Slice(at, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return false;
        }

        return true;
    }
}
