using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RiskEngine.Core.Events;

/// <summary>Writes decoded events back as JSON of the event contract: persons already pseudonymised, unknown fields gone.</summary>
/// <remarks>Owned by one thread.</remarks>
public sealed class EventEncoder(Vocabulary vocabulary) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter? _json;

    /// <summary>Encodes one event.</summary>
    /// <returns>UTF-8 JSON without a line end, valid until the next call.</returns>
    public ReadOnlySpan<byte> Encode(EventBatch batch, in Event e)
    {
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.Reset();
        _json.WriteStartObject();
        if (e.IdLength > 0) _json.WriteString("id", batch.IdOf(e));
        _json.WriteString("kind"u8, vocabulary.Kinds[e.Kind]);
        _json.WriteString("source"u8, vocabulary.Sources[e.Source]);
        _json.WriteString("site"u8, vocabulary.Sites[e.Site]);
        Span<char> time = stackalloc char[32];
        e.Time.TryFormat(time, out var length, default, CultureInfo.InvariantCulture);
        _json.WriteString("time"u8, time[..length]);
        WriteValue("value", e.ValueKind, e.Number, e.Text);
        if (e.Unit != SymbolTable.None) _json.WriteString("unit"u8, vocabulary.Units[e.Unit]);
        if (e.AttributeCount > 0)
        {
            _json.WriteStartObject("attributes");
            foreach (ref readonly var attribute in batch.AttributesOf(e)) WriteValue(attribute.Name, attribute.Kind, attribute.Number, attribute.Text);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.Flush();
        return _buffer.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    private void WriteValue(string name, EventValueKind kind, double number, string? text)
    {
        switch (kind)
        {
            case EventValueKind.Number:
                _json?.WriteNumber(name, number);
                break;
            case EventValueKind.Boolean:
                _json?.WriteBoolean(name, number != 0);
                break;
            case EventValueKind.Text:
                _json?.WriteString(name, text);
                break;
        }
    }
}
