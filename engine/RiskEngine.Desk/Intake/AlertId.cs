using System.Buffers.Text;
using System.Globalization;

namespace RiskEngine.Desk.Intake;

/// <summary>The identity of an alert, its fingerprint of 24 hexadecimal digits, in twelve bytes.</summary>
/// <param name="High">The first sixteen digits.</param>
/// <param name="Low">The last eight.</param>
public readonly record struct AlertId(ulong High, uint Low)
{
    private const int Digits = 24;
    private const int DigitsOfHigh = 16;

    /// <summary>Reads the digits.</summary>
    /// <returns>False where they are none, or not 24.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out AlertId id)
    {
        id = default;
        if (text.Length != Digits) return false;
        if (!Utf8Parser.TryParse(text[..DigitsOfHigh], out ulong high, out var read, 'x') || read != DigitsOfHigh) return false;
        if (!Utf8Parser.TryParse(text[DigitsOfHigh..], out uint low, out read, 'x') || read != Digits - DigitsOfHigh) return false;
        id = new AlertId(high, low);
        return true;
    }

    /// <summary>The digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{High:x16}{Low:x8}");
}
