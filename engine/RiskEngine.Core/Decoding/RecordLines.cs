namespace RiskEngine.Core.Decoding;

/// <summary>The lines of a record.</summary>
/// <remarks>
/// Every line that is not blank is one event, with one exception: a record whose first line ends in '{' or ',' and whose second line
/// starts with '"' or '}' is a single object written over several lines. (No whole event ends like that, and no event starts like that.)
/// </remarks>
internal ref struct RecordLines
{
    private const byte LineFeed = (byte)'\n';

    private ReadOnlySpan<byte> _rest;
    private int _next;

    private RecordLines(ReadOnlySpan<byte> body, int firstLine)
    {
        _rest = body;
        _next = firstLine;
    }

    /// <summary>Zero-based number of the line in its record, blank ones counted.</summary>
    public int Number { get; private set; }

    /// <summary>The line, no white space around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>Takes white space off both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var start = 0;
        while (start < text.Length && JsonText.IsWhitespace(text[start])) start++;
        var end = text.Length;
        while (end > start && JsonText.IsWhitespace(text[end - 1])) end--;
        return text[start..end];
    }

    /// <summary>Whether a trimmed record holds one event, on one line or over several.</summary>
    public static bool IsOneEvent(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf(LineFeed);
        if (end < 0) return true;
        var last = Trim(body[..end])[^1];
        var second = Trim(body[end..])[0];
        return last is (byte)'{' or (byte)',' && second is (byte)'"' or (byte)'}';
    }

    /// <summary>The lines of a record of many events.</summary>
    public static RecordLines Split(ReadOnlySpan<byte> record)
    {
        var body = Trim(record);
        var leading = record[..record.IndexOf(body)];
        return new RecordLines(body, leading.Count(LineFeed));
    }

    /// <summary>Moves to the next line that is not blank.</summary>
    public bool MoveNext()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf(LineFeed);
            Current = Trim(end < 0 ? _rest : _rest[..end]);
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Number = _next++;
            if (!Current.IsEmpty) return true;
        }

        return false;
    }
}
