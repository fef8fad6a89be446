using System.Text;

namespace RiskEngine.Core.Decoding;

/// <summary>What every name (id, kind, source, site, unit) must be like.</summary>
internal static class NameText
{
    /// <summary>Whether the name is neither too long nor, where that matters, empty.</summary>
    public static bool HasGoodLength(ReadOnlySpan<byte> name, int most, bool mayBeEmpty) => name.Length <= most && (mayBeEmpty || !name.IsEmpty);

    /// <summary>Whether the text is empty, or white space and nothing else.</summary>
    public static bool IsBlank(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            // Most texts end here, at their first byte.
            if (text[0] is > (byte)' ' and < 0x7f) return false;
            Rune.DecodeFromUtf8(text, out var letter, out var length);
            if (!Rune.IsWhiteSpace(letter)) return false;
            text = text[length..];
        }

        return true;
    }

    /// <summary>Whether an ASCII control character is in the name.</summary>
    public static bool HasControl(ReadOnlySpan<byte> name) => name.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0;
}
