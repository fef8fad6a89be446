namespace RiskEngine.Core.Decoding;

/// <summary>Steps over a whole JSON value, checking its grammar and depth.</summary>
public static class JsonSkip
{
    /// <summary>How a skip ended.</summary>
    public enum Outcome
    {
        /// <summary>Behind the value.</summary>
        Done,

        /// <summary>At a byte that JSON does not allow there.</summary>
        Malformed,

        /// <summary>At a bracket that would nest too deep.</summary>
        TooDeep,
    }

    /// <summary>Skips the value that starts at <paramref name="at"/>.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="at">First byte of the value.</param>
    /// <param name="maxDepth">Levels that the value may open, at most 64.</param>
    /// <param name="end">Behind the value, or at the fault.</param>
    public static Outcome Value(ReadOnlySpan<byte> text, int at, int maxDepth, out int end)
    {
        ulong objects = 0;
        var depth = 0;
        end = at;
        while (true)
        {
            if ((uint)end >= (uint)text.Length) return Outcome.Malformed;
            var opened = text[end] is (byte)'{' or (byte)'[';
            if (opened)
            {
                if (depth == maxDepth) return Outcome.TooDeep;
                objects = (objects << 1) | (text[end] == '{' ? 1u : 0u);
                depth++;
                end = JsonText.SkipWhitespace(text, end + 1);
                if (!JsonText.Is(text, end, Closing(objects)))
                {
                    if ((objects & 1) != 0 && !TryName(text, ref end)) return Outcome.Malformed;
                    continue;
                }
            }
            else if (!TryScalar(text, ref end))
            {
                return Outcome.Malformed;
            }

            if (!TryClose(text, ref end, ref objects, ref depth)) return Outcome.Malformed;
            if (depth == 0) return Outcome.Done;
        }
    }

    /// <summary>Behind a value: closes what ends here, then steps over a comma and a name to the next value.</summary>
    private static bool TryClose(ReadOnlySpan<byte> text, ref int end, ref ulong objects, ref int depth)
    {
        while (depth > 0)
        {
            end = JsonText.SkipWhitespace(text, end);
            if (JsonText.Is(text, end, Closing(objects)))
            {
                objects >>= 1;
                depth--;
                end++;
                continue;
            }

            if (!JsonText.Is(text, end, (byte)',')) return false;
            end = JsonText.SkipWhitespace(text, end + 1);
            return (objects & 1) == 0 || TryName(text, ref end);
        }

        return true;
    }

    private static bool TryName(ReadOnlySpan<byte> text, ref int end)
    {
        if (!JsonText.Is(text, end, (byte)'"')) return false;
        var quote = JsonText.StringEnd(text, end + 1, out _);
        if (quote < 0) return false;
        end = JsonText.SkipWhitespace(text, quote + 1);
        if (!JsonText.Is(text, end, (byte)':')) return false;
        end = JsonText.SkipWhitespace(text, end + 1);
        return true;
    }

    private static bool TryScalar(ReadOnlySpan<byte> text, ref int end)
    {
        int next;
        if (text[end] == '"')
        {
            next = JsonText.StringEnd(text, end + 1, out _);
            if (next >= 0) next++;
        }
        else
        {
            next = text[end] is (byte)'-' or (>= (byte)'0' and <= (byte)'9') ? JsonText.NumberEnd(text, end) : JsonText.LiteralEnd(text, end);
        }

        if (next < 0) return false;
        end = next;
        return true;
    }

    private static byte Closing(ulong objects) => (objects & 1) != 0 ? (byte)'}' : (byte)']';
}
