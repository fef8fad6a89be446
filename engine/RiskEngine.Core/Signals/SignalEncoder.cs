using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>Writes signals as the JSON of their topic (docs/signals.md).</summary>
/// <remarks>Owned by one thread. Equal signals give equal bytes.</remarks>
/// <param name="source">Who sends them.</param>
public sealed class SignalEncoder(SignalSource source) : IDisposable
{
    private const int LongestNumber = 20;
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Dictionary<string, byte[]> _areas = [];
    private Utf8JsonWriter? _json;
    private byte[]? _head;

    /// <summary>Writes a tapped event.</summary>
    /// <param name="place">Where it came about.</param>
    /// <param name="number">Its number among those to its partition.</param>
    /// <param name="area">Its area.</param>
    /// <param name="e">The event as JSON of the event contract.</param>
    /// <remarks>By hand, because a task may send one of a hundred events: what stays the same from signal to signal is not written anew. The bytes are those that the
    /// library's writer would give. Benchmark: TapBenchmarks.</remarks>
    public byte[] Event(SignalPlace place, long number, string area, ReadOnlySpan<byte> e)
    {
        var head = _head ??= HeadOf(source);
        ref var tail = ref CollectionsMarshal.GetValueRefOrAddDefault(_areas, area, out _);
        tail ??= TailOf(area);
        Span<byte> numbers = stackalloc byte[(4 * LongestNumber) + 16];
        Utf8.TryWrite(numbers, CultureInfo.InvariantCulture, $"{number},\"at\":[{place.Offset},{place.Index},{place.Ordinal}]", out var length);
        var value = new byte[head.Length + length + tail.Length + e.Length + 1];
        head.CopyTo(value, 0);
        numbers[..length].CopyTo(value.AsSpan(head.Length));
        tail.CopyTo(value, head.Length + length);
        e.CopyTo(value.AsSpan(head.Length + length + tail.Length));
        value[^1] = (byte)'}';
        return value;
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

    private static byte[] HeadOf(SignalSource source) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"{{\"producer\":\"{Escaped(source.Producer)}\",\"epoch\":{source.Epoch},\"number\":"));

    private static byte[] TailOf(string area) => Encoding.UTF8.GetBytes($",\"area\":\"{Escaped(area)}\",\"event\":");

    private static JsonEncodedText Escaped(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

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
