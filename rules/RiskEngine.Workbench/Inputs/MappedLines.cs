using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Inputs;

/// <summary>Reads recorded records that are mapped: a record on each line, a row of a CSV file, or a line of <c>kcat -J</c> with topic, key, headers and time around it.</summary>
/// <remarks>Each is mapped once here to learn its time; what it becomes is for the decoder to say, unless events are asked for.</remarks>
internal sealed class MappedLines : IDisposable
{
    private static readonly EventDecoderOptions Options = EventDecoderOptions.Default with { MaxFuture = null, PersonFields = [] };

    private readonly MappedInputs _inputs;
    private readonly EventDecoder _decoder;
    private readonly EventEncoder _encoder;
    private readonly Vocabulary _vocabulary = new();
    private readonly RecordBatch _records = new();
    private readonly EventBatch _events = new();
    private readonly List<Rejection> _rejections = [];

    /// <summary>Prepares reading.</summary>
    public MappedLines(MappedInputs inputs)
    {
        _inputs = inputs;
        _decoder = new EventDecoder(Options, _vocabulary, Pseudonymizer.Generate(), inputs: new ActiveInputs(inputs.Inputs));
        _encoder = new EventEncoder(_vocabulary);
    }

    /// <summary>Streams the records of a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="stream">Its content.</param>
    public IEnumerable<RecordedEvent> Read(string path, Stream stream)
    {
        var topic = _inputs.TopicOf(path);
        if (_inputs.Inputs.CsvOf(topic) is not { } csv) return Read(path, topic, JsonLines.Split(path, stream));
        var rows = Read(path, topic, CsvFile.Rows(path, stream, csv.Rows, csv.Format, _inputs.OnNotice));
        return csv.Format.Sort ? rows.OrderBy(row => row.Time) : rows;
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    private IEnumerable<RecordedEvent> Read(string path, string topic, IEnumerable<(ReadOnlyMemory<byte> Line, long Number)> lines)
    {
        var time = EventTime.MinValue;
        foreach (var (line, number) in lines)
        {
            var place = new RecordPlace(path, number);
            var (envelope, value) = KcatLine.TryRead(line.Span, out var around, out var inner) ? (around, inner) : (new RecordEnvelope(topic), line);
            Map(envelope, value);
            if (_events.Count > 0) time = _events[0].Time;
            if (!_inputs.AsEvents)
            {
                yield return new RecordedEvent(time, EventFamily.Sensor, _events.Count > 0 ? _vocabulary.Sites[_events[0].Site] : "", value) { At = place, Envelope = envelope };
                continue;
            }

            foreach (var rejection in _rejections) _inputs.OnRejected?.Invoke(rejection, place with { Row = ShownRecord.Of(value.Span, envelope.Topic, _inputs) });
            for (var i = 0; i < _events.Count; i++) yield return Event(i, place);
        }
    }

    private void Map(RecordEnvelope envelope, ReadOnlyMemory<byte> value)
    {
        _records.Clear();
        _events.Clear();
        _rejections.Clear();
        _records.Add(0, value.Span, envelope.AppendedUnixMillis, envelope.Headers);
        if (envelope.Key is { } key) _records.AddKey(key);
        _records.AddTopic(envelope.Topic);
        _decoder.Decode(_records, _events, _rejections);
    }

    private RecordedEvent Event(int index, RecordPlace place)
    {
        ref readonly var e = ref _events[index];
        KindName.TryGetFamily(System.Text.Encoding.UTF8.GetBytes(_vocabulary.Kinds[e.Kind]), out var family);
        return new RecordedEvent(e.Time, family, _vocabulary.Sites[e.Site], _encoder.Encode(_events, e).ToArray()) { At = place };
    }
}
