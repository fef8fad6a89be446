using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Files;

/// <summary>Reads a file as text, never more of it than the limit.</summary>
internal static class RuleFileText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The report of the file, with its text; its text is empty where the file is not readable, which is then reported.</summary>
    public static FileReport Open(string path, int limit)
    {
        var shown = path.Replace('\\', '/');
        byte[] bytes;
        try
        {
            bytes = ReadUpTo(path, limit + 1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return Refused(shown, DiagnosticCodes.Unreadable, "the file cannot be read", "check that it exists and that its permissions allow it");
        }

        return Decode(shown, bytes, limit);
    }

    /// <summary>The report of a path that leads nowhere.</summary>
    public static FileReport Missing(string path) =>
        Refused(path.Replace('\\', '/'), DiagnosticCodes.Unreadable, "there is no such file or folder", "check the path");

    /// <summary>The same for bytes that were read already.</summary>
    public static FileReport Decode(string file, ReadOnlySpan<byte> bytes, int limit)
    {
        if (bytes.Length > limit)
            return Refused(file, DiagnosticCodes.TooLarge, $"the file is larger than {limit / 1024} KiB", "keep one rule in one file, and long recordings out of it");
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        var odd = bytes.IndexOfAnyInRange((byte)0, (byte)8);
        if (odd < 0) odd = bytes.IndexOfAnyInRange((byte)14, (byte)31);
        if (odd < 0 && System.Text.Unicode.Utf8.IsValid(bytes)) return new FileReport(new SourceText(file, Strict.GetString(bytes)));
        return NotText(file, bytes, odd);
    }

    /// <summary>Says which other encoding it probably is, and where the first byte stands that is no UTF-8.</summary>
    private static FileReport NotText(string file, ReadOnlySpan<byte> bytes, int control)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return Refused(file, DiagnosticCodes.NotText, "the file is UTF-16 text, not UTF-8", "save it as UTF-8; rules are plain text files");
        var valid = control >= 0 ? control : ValidLength(bytes);
        var start = bytes[..valid].LastIndexOf((byte)'\n') + 1;
        var line = bytes[..valid].Count((byte)'\n') + 1;
        var report = new FileReport(new SourceText(file, control >= 0 ? "" : Encoding.Latin1.GetString(bytes)));
        report.Add(DiagnosticCodes.NotText, new SourceSpan(line, valid - start + 1, 1),
            control >= 0 ? "the file is not text: a control character stands here" : "the file is not UTF-8 text: this sign was saved in another encoding",
            control >= 0 ? "write a rule as a plain text file" : "save the file as UTF-8");
        return report;
    }

    private static int ValidLength(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var taken) == System.Buffers.OperationStatus.Done) at += taken;
        return at;
    }

    private static FileReport Refused(string file, DiagnosticCode code, string message, string remedy)
    {
        var report = new FileReport(new SourceText(file, ""));
        report.Add(code, SourceSpan.Start, message, remedy);
        return report;
    }

    private static byte[] ReadUpTo(string path, int most)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1);
        var size = stream.CanSeek ? (int)Math.Min(stream.Length, most) : most;
        var bytes = new byte[size == 0 ? most : size];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length == bytes.Length ? bytes : bytes[..length];
    }
}
