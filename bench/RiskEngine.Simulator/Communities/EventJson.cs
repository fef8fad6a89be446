using System.Buffers;
using System.Globalization;
using System.Text.Json;
using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>Writes events as the JSON of the event contract, into one reused buffer.</summary>
internal sealed class EventJson : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _json;

    /// <summary>Starts with an empty buffer.</summary>
    public EventJson() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Writes one event.</summary>
    /// <param name="device">Who says it.</param>
    /// <param name="time">When.</param>
    /// <param name="reading">What.</param>
    /// <param name="number">Its number in the stream, which becomes its id.</param>
    /// <param name="fault">What is wrong with it.</param>
    /// <returns>A fresh array of exactly the event's length.</returns>
    public byte[] Write(Device device, EventTime time, in Reading reading, long number, EventFault fault)
    {
        _buffer.ResetWrittenCount();
        _json.Reset(_buffer);
        Span<char> text = stackalloc char[32];
        _json.WriteStartObject();
        text[0] = 'e';
        number.TryFormat(text[1..], out var length, default, CultureInfo.InvariantCulture);
        _json.WriteString("id"u8, text[..(length + 1)]);
        _json.WriteString("kind"u8, reading.Kind);
        if (fault != EventFault.NoSource) _json.WriteString("source"u8, device.Source);
        _json.WriteString("site"u8, device.Site);
        if (fault == EventFault.BadTime) "yesterday".CopyTo(text);
        length = 9;
        if (fault != EventFault.BadTime) time.TryFormat(text, out length, default, CultureInfo.InvariantCulture);
        _json.WriteString("time"u8, text[..length]);
        WriteValue(reading);
        _json.WriteStartObject("attributes"u8);
        foreach (var (name, value) in reading.Attributes) _json.WriteString(name, value);
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        var bytes = _buffer.WrittenSpan;
        return (fault == EventFault.Truncated ? bytes[..(bytes.Length / 2)] : bytes).ToArray();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteValue(in Reading reading)
    {
        if (reading.Text is not null)
        {
            _json.WriteString("value"u8, reading.Text);
            return;
        }

        if (reading.Unit is null)
        {
            _json.WriteBoolean("value"u8, reading.Value != 0);
            return;
        }

        _json.WriteNumber("value"u8, reading.Value);
        _json.WriteString("unit"u8, reading.Unit);
    }
}
