namespace RiskEngine.Cel.Functions;

// Case changes of the 26 letters; everything else is copied.
internal static class Ascii
{
    public static void ToLowerKeepingOthers(string source, Span<char> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = char.IsAsciiLetterUpper(source[i]) ? (char)(source[i] | 0x20) : source[i];
    }

    public static void ToUpperKeepingOthers(string source, Span<char> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] = char.IsAsciiLetterLower(source[i]) ? (char)(source[i] & ~0x20) : source[i];
    }
}
