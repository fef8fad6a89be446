using System.Text;

namespace RiskEngine.Rules.Inputs.Csv;

/// <summary>Turns the bytes of a CSV text into characters. A byte order mark decides; bytes that are no UTF-8 are read as Windows-1252, which spreadsheets write.</summary>
public static class CsvEncoding
{
    /// <summary>UTF-8 whose invalid bytes are Windows-1252.</summary>
    public static readonly Encoding Lenient = Create(null);

    private static readonly Dictionary<string, string> OtherNames = new(StringComparer.OrdinalIgnoreCase)
    {
        // As the web does (WHATWG Encoding): what says Latin-1 is written in its superset.
        ["latin-1"] = "windows-1252",
        ["latin1"] = "windows-1252",
        ["iso-8859-1"] = "windows-1252",
        ["ansi"] = "windows-1252",
        ["utf8"] = "utf-8",
        ["utf16"] = "utf-16",
    };

    /// <summary>The encoding of a name such as <c>windows-1252</c>; null where it is not known.</summary>
    public static Encoding? Find(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(OtherNames.GetValueOrDefault(name, name)) ?? Encoding.GetEncoding(OtherNames.GetValueOrDefault(name, name));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Opens a stream as text.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="format">How they are written.</param>
    /// <param name="onForeign">Called once where bytes are read as Windows-1252 although nobody says that they are.</param>
    public static StreamReader Open(Stream stream, CsvFormat format, Action? onForeign = null) =>
        new(stream, format.Encoding ?? Create(onForeign), detectEncodingFromByteOrderMarks: true, leaveOpen: true);

    /// <summary>The text of a record, without a byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, CsvFormat format) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
        [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
        [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
        _ => (format.Encoding ?? Lenient).GetString(bytes),
    };

    private static Encoding Create(Action? onForeign)
    {
        var encoding = (Encoding)Encoding.UTF8.Clone();
        encoding.DecoderFallback = new Windows1252Fallback(onForeign);
        return encoding;
    }
}
