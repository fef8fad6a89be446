using System.Globalization;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads JSON numbers as doubles.</summary>
/// <remarks>
/// Up to 15 digits and no exponent: an exact integer divided by an exact power of ten is rounded once, hence correctly
/// (Clinger, How to read floating point numbers accurately, 1990). Everything else goes to the library. Benchmark: EventDecoderBenchmarks.
/// </remarks>
internal static class NumberText
{
    private const int ExactDigits = 15;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads the number that starts at <paramref name="at"/>.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="at">The sign or the first digit.</param>
    /// <param name="number">The number; -0 is read as 0. Infinite where a double cannot hold it.</param>
    /// <returns>The position behind it; -1 where it is malformed.</returns>
    public static int Read(ReadOnlySpan<byte> text, int at, out double number)
    {
        var start = at;
        var negative = JsonText.Is(text, at, (byte)'-');
        if (negative) at++;
        var first = at;
        long digits = 0;
        var count = 0;
        var point = -1;
        for (; (uint)at < (uint)text.Length; at++)
        {
            var next = text[at];
            var digit = (uint)(next - '0');
            if (digit <= 9)
            {
                if (++count > ExactDigits) return ReadAny(text, start, out number);
                digits = (digits * 10) + digit;
            }
            else if (next == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        var whole = point < 0 ? at - first : point - first;
        var wellFormed = whole > 0 && (whole == 1 || text[first] != '0') && point != at - 1;
        if (!wellFormed || ((uint)at < (uint)text.Length && (text[at] | 0x20) is 'e')) return ReadAny(text, start, out number);
        double magnitude = digits;
        if (point >= 0) magnitude /= PowersOfTen[at - point - 1];
        number = negative ? 0.0 - magnitude : magnitude;
        return at;
    }

    /// <summary>The number that a text is, from its first character to its last; NaN where it is anything else.</summary>
    /// <remarks>Only what JSON writes as a number: no blanks, no sign before a plus, no leading zeros, so that codes such as <c>007</c> stay texts.</remarks>
    public static double OfWhole(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] is not ((byte)'-' or (>= (byte)'0' and <= (byte)'9'))) return double.NaN;
        return Read(text, 0, out var number) == text.Length && double.IsFinite(number) ? number : double.NaN;
    }

    private static int ReadAny(ReadOnlySpan<byte> text, int at, out double number)
    {
        number = double.NaN;
        var end = JsonText.NumberEnd(text, at);
        if (end < 0) return -1;
        number = double.Parse(text[at..end], NumberStyles.Float, CultureInfo.InvariantCulture) + 0.0;
        return end;
    }
}
