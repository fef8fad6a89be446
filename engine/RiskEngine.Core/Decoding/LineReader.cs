using System.Text.Unicode;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads one line as an event, plain or in a CloudEvents envelope: the one reading that the decoder and the envelope reader share.</summary>
/// <remarks>A false answer means that the shared <see cref="LineFault"/> says what is wrong. Benchmark: EventDecoderBenchmarks.</remarks>
internal sealed class LineReader
{
    /// <summary>The number of a line that is its record's only one.</summary>
    public const int WholeRecord = -1;

    private readonly EventDecoderOptions _options;
    private readonly LineFault _fault;
    private readonly JsonStrings _strings;
    private readonly FieldReader _reader;
    private readonly CloudEvents _cloudEvents;

    /// <summary>Creates a reader.</summary>
    public LineReader(EventDecoderOptions options, Vocabulary vocabulary, AttributeNames attributeNames, Pseudonymizer pseudonymizer, LineFault fault)
    {
        _options = options;
        _fault = fault;
        _strings = new JsonStrings(fault);
        var attributes = new AttributeReader(options, vocabulary, attributeNames, pseudonymizer, _strings, fault);
        _reader = new FieldReader(options, vocabulary, attributes, _strings, fault);
        _cloudEvents = new CloudEvents(options, _reader, fault);
    }

    /// <summary>Reads a record's headers, which hold for all its lines.</summary>
    public void BeginRecord(IReadOnlyList<KeyValuePair<string, byte[]>>? headers) => _cloudEvents.BeginRecord(headers);

    /// <summary>Reads one line.</summary>
    /// <param name="line">The line, white space off both ends; not empty.</param>
    /// <param name="isUtf8">Whether it is known to be valid UTF-8.</param>
    /// <param name="number">Its number, or <see cref="WholeRecord"/>.</param>
    /// <param name="events">Takes the attributes.</param>
    /// <param name="fields">Takes everything else; after a fault, what was read before it.</param>
    public bool TryRead(ReadOnlySpan<byte> line, bool isUtf8, int number, EventBatch events, scoped ref EventFields fields)
    {
        _strings.BeginLine();
        if (line.Length > _options.MaxLineBytes) return _fault.Fail(RejectReason.TooLarge, $"the event is longer than {_options.MaxLineBytes} bytes");
        if (!isUtf8 && !Utf8.IsValid(line)) return _fault.Fail(RejectReason.MalformedJson, "the bytes are no UTF-8");
        if (line[0] != '{') return TryReadBareValue(line, number, ref fields);

        var end = _reader.Read(line, 1, depth: 1, events, ref fields);
        if (end < 0)
        {
            PreferSyntaxFault(line);
            return false;
        }

        if (end != line.Length) return _fault.Trailing(line, end) >= 0;
        var isPlain = (fields.Seen & (EventField.Envelope | EventField.Unknown)) == 0 && !_cloudEvents.IsBinaryMode;
        return isPlain || TryReadAround(line, number, events, ref fields);
    }

    /// <summary>The rare rest: fields that a plain event does not know, an envelope around it, or one in the headers.</summary>
    private bool TryReadAround(ReadOnlySpan<byte> line, int number, EventBatch events, scoped ref EventFields fields)
    {
        if (fields.Has(EventField.SpecVersion))
        {
            if (!_cloudEvents.TryUnwrap(line, events, ref fields)) return false;
        }
        else if (!_cloudEvents.TryKnowAll(line, fields))
        {
            return false;
        }

        return !_cloudEvents.IsBinaryMode || _cloudEvents.TryFillIn(ownsId: number == WholeRecord, ref fields);
    }

    private bool TryReadBareValue(ReadOnlySpan<byte> line, int number, scoped ref EventFields fields)
    {
        var outcome = JsonSkip.Value(line, 0, _options.MaxDepth, out var end);
        if (outcome == JsonSkip.Outcome.TooDeep) return _fault.TooDeep(end, _options.MaxDepth) >= 0;
        if (outcome == JsonSkip.Outcome.Malformed) return _fault.Malformed(end, line) >= 0;
        if (end != line.Length) return _fault.Trailing(line, end) >= 0;
        if (!_cloudEvents.IsBinaryMode)
        {
            return _fault.Fail(RejectReason.MalformedJson, line[0] == '[' ? "the JSON is an array, not an object" : "the JSON is no object");
        }

        return _cloudEvents.TryScalar(line, 0, ref fields) && _cloudEvents.TryFillIn(ownsId: number == WholeRecord, ref fields);
    }

    /// <summary>A line that is no JSON is rejected as that, even if a field before the fault is bad too.</summary>
    private void PreferSyntaxFault(ReadOnlySpan<byte> line)
    {
        var outcome = JsonSkip.Value(line, 0, _options.MaxDepth, out var end);
        if (outcome == JsonSkip.Outcome.TooDeep) _fault.TooDeep(end, _options.MaxDepth);
        else if (outcome == JsonSkip.Outcome.Malformed) _fault.Malformed(end, line);
        else if (end != line.Length) _fault.Trailing(line, end);
    }
}
