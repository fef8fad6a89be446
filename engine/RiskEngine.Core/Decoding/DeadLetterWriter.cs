using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Makes the payload of a dead letter: as much of the line as may leave the engine. docs/events.md tells what that is.</summary>
internal sealed class DeadLetterWriter(EventDecoderOptions options, AttributeNames names, Pseudonymizer pseudonymizer)
{
    private const int HashCharacters = 16;

    private readonly ArrayBufferWriter<byte> _out = new();
    private readonly JsonStrings _strings = new(new LineFault());

    private enum Scope
    {
        /// <summary>The line.</summary>
        Line,

        /// <summary>The event, or the data of its envelope.</summary>
        Event,

        /// <summary>Anything inside it.</summary>
        Inner,
    }

    /// <summary>The payload of a rejected line.</summary>
    public byte[] Write(ReadOnlySpan<byte> line, RejectReason reason)
    {
        if (line.IsEmpty) return [];
        if (reason is RejectReason.MalformedJson or RejectReason.TooDeep or RejectReason.TooLarge) return WriteUnread(line);
        _out.Clear();
        _strings.BeginLine();
        WriteValue(line, 0, Scope.Line, name: "");
        return _out.WrittenSpan.ToArray();
    }

    /// <summary>The payload of a record that is mapped, in whatever form: its field names say nothing about what may be shown.</summary>
    public byte[] WriteForeign(ReadOnlySpan<byte> payload)
    {
        var body = RecordLines.Trim(payload);
        if (body.IsEmpty) return [];
        if (!Utf8.IsValid(body) || JsonSkip.Value(body, 0, EventDecoderOptions.DepthCeiling, out var end) != JsonSkip.Outcome.Done
            || end != body.Length) return WriteUnread(payload);
        _out.Clear();
        _strings.BeginLine();
        WriteValue(body, 0, Scope.Inner, name: "");
        return _out.WrittenSpan.ToArray();
    }

    private byte[] WriteUnread(ReadOnlySpan<byte> line)
    {
        var start = line[..Math.Min(line.Length, options.MaxLineBytes)];
        if (options.DeadLetterPayload == DeadLetterPayload.Raw && !NamesPersonField(start)) return start.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(line)).AsSpan(0, HashCharacters);
        return Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"redacted_bytes":{{line.Length}},"sha256_prefix":"{{hash}}"}"""));
    }

    /// <summary>Whether the name of a person field may stand anywhere in bytes that cannot be parsed; an escape could hide one.</summary>
    private bool NamesPersonField(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("\\u"u8) >= 0) return true;
        var text = Encoding.UTF8.GetString(line);
        foreach (var field in options.PersonFields)
        {
            if (text.Contains(field, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    /// <summary>Writes one value of JSON that was found valid, and gives the position behind it. As deep as <see cref="EventDecoderOptions.MaxDepth"/> at most.</summary>
    private int WriteValue(ReadOnlySpan<byte> line, int at, Scope inside, string name)
    {
        JsonSkip.Value(line, at, EventDecoderOptions.DepthCeiling, out var end);
        var value = line[at..end];
        var isNested = value[0] is (byte)'{' or (byte)'[';
        if (names.IsPersonField(name)) WritePerson(value, isNested);
        else if (value[0] == '{') WriteObject(value, inside == Scope.Line || (inside == Scope.Event && name == "data") ? Scope.Event : Scope.Inner);
        else if (options.DeadLetterPayload == DeadLetterPayload.Redacted) WriteRedacted(value, inside, name);
        else if (value[0] == '[') WriteArray(value);
        else _out.Write(value);
        return end;
    }

    private void WriteObject(ReadOnlySpan<byte> text, Scope scope)
    {
        _out.Write("{"u8);
        var at = JsonText.SkipWhitespace(text, 1);
        while (text[at] != '}')
        {
            var end = _strings.Read(text, at, out var nameBytes, out _);
            if (end < 0) end = JsonText.StringEnd(text, at + 1, out _) + 1;
            _out.Write(text[at..end]);
            _out.Write(":"u8);
            at = JsonText.SkipWhitespace(text, JsonText.SkipWhitespace(text, end) + 1);
            var name = Encoding.UTF8.GetString(nameBytes);
            at = WriteValue(text, at, scope, name);
            at = SkipComma(text, at);
        }

        _out.Write("}"u8);
    }

    private void WriteArray(ReadOnlySpan<byte> text)
    {
        _out.Write("["u8);
        var at = JsonText.SkipWhitespace(text, 1);
        while (text[at] != ']') at = SkipComma(text, WriteValue(text, at, Scope.Inner, name: ""));
        _out.Write("]"u8);
    }

    private int SkipComma(ReadOnlySpan<byte> text, int at)
    {
        at = JsonText.SkipWhitespace(text, at);
        if (text[at] != ',') return at;
        _out.Write(","u8);
        return JsonText.SkipWhitespace(text, at + 1);
    }

    private void WritePerson(ReadOnlySpan<byte> value, bool isNested)
    {
        if (value[0] == 'n')
        {
            _out.Write(value);
        }
        else if (isNested || options.DeadLetterPayload == DeadLetterPayload.Redacted)
        {
            _out.Write("\"[redacted]\""u8);
        }
        else
        {
            var text = value;
            if (value[0] == '"') _strings.Read(value, 0, out text, out _);
            _out.Write("\""u8);
            _out.Write(Encoding.ASCII.GetBytes(pseudonymizer.Of(text)));
            _out.Write("\""u8);
        }
    }

    private void WriteRedacted(ReadOnlySpan<byte> value, Scope inside, string name)
    {
        var isTruth = value[0] is (byte)'t' or (byte)'f' or (byte)'n';
        var isText = value[0] == '"';
        var isKept = isTruth || (inside == Scope.Event && IsOperational(name, isText));
        _out.Write(isKept ? value : "\"[redacted]\""u8);
    }

    private static bool IsOperational(string name, bool isText) => name switch
    {
        "kind" or "source" or "site" or "time" or "unit" => true,
        "specversion" or "type" or "subject" => true,
        "value" => !isText,
        _ => false,
    };
}
