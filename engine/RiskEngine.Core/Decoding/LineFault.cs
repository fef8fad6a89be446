using System.Text;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>The first fault of the line under way. The readers share it: they return -1 or false, and it says why.</summary>
internal sealed class LineFault
{
    private const int LongestName = 64;

    /// <summary>The reason.</summary>
    public RejectReason Reason { get; private set; }

    /// <summary>The sentence for people; no value of the record is in it.</summary>
    public string Detail { get; private set; } = "";

    /// <summary>Notes a fault.</summary>
    /// <returns>-1, the position of a reader that gives up.</returns>
    public int Set(RejectReason reason, string detail)
    {
        Reason = reason;
        Detail = detail;
        return -1;
    }

    /// <summary>Notes a byte that JSON does not allow where it stands.</summary>
    public int Malformed(int at) => Set(RejectReason.MalformedJson, $"no valid JSON at byte {at}");

    /// <summary>The same, with what may have been meant.</summary>
    public int Malformed(int at, ReadOnlySpan<byte> line) => Set(RejectReason.MalformedJson, $"no valid JSON at byte {at}{FaultHints.OfSyntax(line, at)}");

    /// <summary>Notes text behind the end of an event.</summary>
    public int Trailing(ReadOnlySpan<byte> line, int at) => Set(
        RejectReason.MalformedJson,
        JsonText.Is(line, JsonText.SkipWhitespace(line, at), (byte)'{') ? $"a second event on the same line at byte {at}" : $"no valid JSON at byte {at}");

    /// <summary>Notes a bracket that nests too deep.</summary>
    public int TooDeep(int at, int most) => Set(RejectReason.TooDeep, $"nested deeper than {most} levels at byte {at}");

    /// <summary>Notes a fault and gives false, the answer of a step that gives up.</summary>
    public bool Fail(RejectReason reason, string detail)
    {
        Set(reason, detail);
        return false;
    }

    /// <summary>A field's name as it may be shown: printable ASCII, cut where it is long.</summary>
    public static string Show(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(Math.Min(name.Length, LongestName) + 3);
        foreach (var next in name[..Math.Min(name.Length, LongestName)]) text.Append(next is > 0x20 and < 0x7f ? (char)next : '?');
        if (name.Length > LongestName) text.Append("...");
        return text.ToString();
    }
}
