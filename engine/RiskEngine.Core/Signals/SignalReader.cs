using System.Text.Json;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>Reads what <see cref="SignalEncoder"/> wrote: the head at once, the event or the alert where somebody wants it.</summary>
/// <remarks>Owned by one task. Nothing in a record can make it throw; names of producers are kept, so a known one allocates nothing.</remarks>
public sealed class SignalReader
{
    private const int MostProducers = 4096;
    private readonly Dictionary<int, List<string>> _names = [];
    private int _known;

    /// <summary>The record that was read last.</summary>
    public SignalHead Head { get; } = new();

    /// <summary>Reads one record.</summary>
    /// <param name="value">Its value.</param>
    /// <param name="fault">Why it is none.</param>
    /// <returns>Whether it is a record of the signals topic.</returns>
    public bool TryRead(ReadOnlySpan<byte> value, out string fault)
    {
        Head.Clear();
        fault = "";
        try
        {
            var reader = new Utf8JsonReader(value);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) fault = "it is no JSON object";
            else ReadFields(ref reader);
            if (fault.Length == 0 && Head.Producer.Length == 0) fault = "it names no producer";
            if (fault.Length == 0 && Head.IsSignal && Head.Place == SignalPlace.None) fault = "it names no place";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or OverflowException)
        {
            fault = exception.Message;
        }

        return fault.Length == 0;
    }

    /// <summary>The event or the alert of the record that was read last, as JSON.</summary>
    /// <param name="value">The value of that record.</param>
    public ReadOnlySpan<byte> BodyOf(ReadOnlySpan<byte> value) => value.Slice(Head.BodyStart, Head.BodyLength);

    /// <summary>The transition of the record that was read last.</summary>
    /// <param name="value">The value of that record.</param>
    /// <param name="task">The task that reads it.</param>
    /// <param name="offset">Its offset: what rules that count the alert have as evidence.</param>
    /// <param name="ruleOf">Finds the rule of an id and a key.</param>
    /// <exception cref="Exception"><see cref="JsonException"/>, <see cref="InvalidOperationException"/>, <see cref="FormatException"/> or
    /// <see cref="KeyNotFoundException"/> where it is something else.</exception>
    public AlertTransition AlertOf(ReadOnlySpan<byte> value, TaskId task, long offset, Func<string, string, Rule> ruleOf)
    {
        var reader = new Utf8JsonReader(BodyOf(value));
        using var document = JsonDocument.ParseValue(ref reader);
        return SignalAlert.Read(document.RootElement, task, offset, ruleOf);
    }

    /// <summary>Of whom the record tells that was read last.</summary>
    /// <param name="value">The value of that record.</param>
    /// <exception cref="Exception"><see cref="JsonException"/>, <see cref="InvalidOperationException"/>, <see cref="FormatException"/> or
    /// <see cref="KeyNotFoundException"/> where it is something else.</exception>
    public SeenSource SeenOf(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(BodyOf(value));
        using var document = JsonDocument.ParseValue(ref reader);
        var seen = document.RootElement;
        string Text(string name) => seen.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");
        var part = seen.TryGetProperty("part", out var told) ? told.ValueEquals("before"u8) ? SeenPart.Before : SeenPart.After : SeenPart.Alone;
        return new SeenSource(Text("rule"), Text("source"), Text("site"), EventTime.From(seen.GetProperty("time").GetDateTimeOffset()), part);
    }

    private void ReadFields(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(SignalFields.Producer)) Head.Producer = NameIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.Epoch)) Head.Epoch = NumberIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.Number)) Head.Number = NumberIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.At)) Head.Place = PlaceIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.Event)) BodyIn(ref reader, SignalKind.Event);
            else if (reader.ValueTextEquals(SignalFields.Alert)) BodyIn(ref reader, SignalKind.Alert);
            else if (reader.ValueTextEquals(SignalFields.Seen)) BodyIn(ref reader, SignalKind.Seen);
            else if (reader.ValueTextEquals(SignalFields.Clock)) Head.Clock = TimeIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.Idle)) Head.IsIdle = FlagIn(ref reader);
            else if (reader.ValueTextEquals(SignalFields.Partitions)) Head.Partitions = checked((int)NumberIn(ref reader));
            else if (reader.ValueTextEquals(SignalFields.Producers)) ProducersIn(ref reader);
            else Skip(ref reader);
        }
    }

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    private static long NumberIn(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static bool FlagIn(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetBoolean();
    }

    private static EventTime TimeIn(ref Utf8JsonReader reader)
    {
        reader.Read();
        return EventTime.From(reader.GetDateTimeOffset());
    }

    private static SignalPlace PlaceIn(ref Utf8JsonReader reader)
    {
        reader.Read();
        var place = new SignalPlace(NumberIn(ref reader), checked((int)NumberIn(ref reader)), checked((int)NumberIn(ref reader)));
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray ? place : throw new FormatException("'at' is not three numbers");
    }

    private string NameIn(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.ValueIsEscaped || reader.HasValueSequence) return reader.GetString() ?? "";
        var hash = (int)(uint)SipHash.Hash128(reader.ValueSpan, 0, 0);
        if (_names.TryGetValue(hash, out var candidates))
        {
            foreach (var candidate in candidates)
            {
                if (reader.ValueTextEquals(candidate)) return candidate;
            }
        }

        var name = reader.GetString() ?? "";
        if (_known++ >= MostProducers) return name;
        if (candidates is null) _names.Add(hash, [name]);
        else candidates.Add(name);
        return name;
    }

    private void BodyIn(ref Utf8JsonReader reader, SignalKind kind)
    {
        reader.Read();
        var start = reader.TokenStartIndex;
        reader.Skip();
        (Head.Kind, Head.BodyStart, Head.BodyLength) = (kind, (int)start, (int)(reader.BytesConsumed - start));
    }

    private void ProducersIn(ref Utf8JsonReader reader)
    {
        Head.Kind = SignalKind.Owner;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var topic = reader.GetString() ?? "";
            Head.AddProducer(topic, checked((int)NumberIn(ref reader)));
        }
    }
}
