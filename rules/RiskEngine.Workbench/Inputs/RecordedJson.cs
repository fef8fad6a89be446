using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Writes mapped rows as the JSON of the event contract, into one reused buffer.</summary>
internal sealed class RecordedJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;
    private bool _hasAttributes;

    /// <summary>Starts with an empty buffer.</summary>
    public RecordedJson() => _json = new Utf8JsonWriter(_buffer);

    /// <summary>Begins an event with its required fields.</summary>
    public void Begin(string id, string kind, string source, string site, EventTime time)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        _hasAttributes = false;
        Span<char> text = stackalloc char[32];
        time.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        _json.WriteStartObject();
        _json.WriteString("id"u8, id);
        _json.WriteString("kind"u8, kind);
        _json.WriteString("source"u8, source);
        _json.WriteString("site"u8, site);
        _json.WriteString("time"u8, text[..length]);
    }

    /// <summary>A number.</summary>
    public void Value(double value) => _json.WriteNumber("value"u8, value);

    /// <summary>A boolean.</summary>
    public void Value(bool value) => _json.WriteBoolean("value"u8, value);

    /// <summary>A text.</summary>
    public void Value(string value) => _json.WriteString("value"u8, value);

    /// <summary>The unit.</summary>
    public void Unit(string unit) => _json.WriteString("unit"u8, unit);

    /// <summary>An attribute; attributes come last.</summary>
    public void Attribute(string name, string value)
    {
        if (!_hasAttributes) _json.WriteStartObject("attributes"u8);
        _hasAttributes = true;
        _json.WriteString(name, value);
    }

    /// <summary>Ends the event.</summary>
    /// <returns>Its bytes, in an array of their own.</returns>
    public byte[] End()
    {
        if (_hasAttributes) _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
