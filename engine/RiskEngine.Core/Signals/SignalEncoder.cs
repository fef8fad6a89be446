using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>Writes signals as the JSON of their topic (docs/signals.md).</summary>
/// <remarks>Owned by one thread. Equal signals give equal bytes.</remarks>
/// <param name="source">Who sends them.</param>
public sealed class SignalEncoder(SignalSource source) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private Utf8JsonWriter? _json;

    /// <summary>Writes a tapped event.</summary>
    /// <param name="place">Where it came about.</param>
    /// <param name="number">Its number among those to its partition.</param>
    /// <param name="area">Its area.</param>
    /// <param name="e">The event as JSON of the event contract.</param>
    public byte[] Event(SignalPlace place, long number, string area, ReadOnlySpan<byte> e)
    {
        var json = Begin(place, number);
        json.WriteString(SignalFields.Area, area);
        json.WritePropertyName(SignalFields.Event);
        json.WriteRawValue(e, skipInputValidation: true);
        return End(json);
    }

    /// <summary>Writes a transition of an alert.</summary>
    public byte[] Alert(SignalPlace place, long number, string area, AlertTransition transition)
    {
        var json = Begin(place, number);
        json.WriteString(SignalFields.Area, area);
        json.WritePropertyName(SignalFields.Alert);
        SignalAlert.Write(json, transition);
        return End(json);
    }

    /// <summary>Writes that a source has spoken.</summary>
    public byte[] Seen(SignalPlace place, long number, string area, in SeenSource seen)
    {
        var json = Begin(place, number);
        json.WriteString(SignalFields.Area, area);
        json.WriteStartObject(SignalFields.Seen);
        json.WriteString("rule"u8, seen.Rule);
        json.WriteString("source"u8, seen.Source);
        json.WriteString("site"u8, seen.Site);
        json.WriteString("time"u8, seen.At.ToString());
        if (seen.Part != SeenPart.Alone) json.WriteString("part"u8, seen.Part == SeenPart.Before ? "before"u8 : "after"u8);
        json.WriteEndObject();
        return End(json);
    }

    /// <summary>Writes how far the producer has come.</summary>
    /// <param name="last">Where its last signal came about, to whatever partition.</param>
    /// <param name="number">How many signals it has sent to the partition.</param>
    /// <param name="clock">The newest event time that it believes; null where it has seen no event.</param>
    /// <param name="isIdle">Whether its log holds no more, and it goes on by the clock of an idle log.</param>
    public byte[] Marker(SignalPlace last, long number, EventTime? clock, bool isIdle)
    {
        var json = Begin(last, number);
        if (clock is { } time) json.WriteString(SignalFields.Clock, time.ToString());
        json.WriteBoolean(SignalFields.Idle, isIdle);
        return End(json);
    }

    /// <summary>Writes that the producer has a new owner.</summary>
    /// <param name="last">Where the last signal came about that is in its checkpoint.</param>
    /// <param name="number">How many signals to the partition are.</param>
    /// <param name="route">How signals find their partition.</param>
    /// <param name="producers">How many partitions each input topic has.</param>
    public byte[] Owner(SignalPlace last, long number, SignalRoute route, IReadOnlyDictionary<string, int> producers)
    {
        var json = Begin(last, number);
        json.WriteNumber(SignalFields.Partitions, route.Partitions);
        json.WriteString(SignalFields.Level, route.Level);
        json.WriteStartObject(SignalFields.Producers);
        foreach (var (topic, partitions) in producers.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteNumber(topic, partitions);
        json.WriteEndObject();
        return End(json);
    }

    /// <inheritdoc/>
    public void Dispose() => _json?.Dispose();

    private Utf8JsonWriter Begin(SignalPlace place, long number)
    {
        _buffer.ResetWrittenCount();
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString(SignalFields.Producer, source.Producer);
        _json.WriteNumber(SignalFields.Epoch, source.Epoch);
        _json.WriteNumber(SignalFields.Number, number);
        _json.WriteStartArray(SignalFields.At);
        _json.WriteNumberValue(place.Offset);
        _json.WriteNumberValue(place.Index);
        _json.WriteNumberValue(place.Ordinal);
        _json.WriteEndArray();
        return _json;
    }

    private byte[] End(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.Flush();
        return _buffer.WrittenSpan.ToArray();
    }
}
