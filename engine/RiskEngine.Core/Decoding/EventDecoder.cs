using System.Text.Unicode;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Turns raw records into events and rejections: every line becomes exactly one of them, and nothing in a record can make it throw.</summary>
/// <remarks>
/// The contract is docs/events.md. A known event (its names and texts seen before) costs no allocation. Values that speak of a person are
/// pseudonyms from here on. Owned by one task. Benchmark: EventDecoderBenchmarks.
/// </remarks>
public sealed class EventDecoder
{
    private readonly EventDecoderOptions _options;
    private readonly Vocabulary _vocabulary;
    private readonly Func<EventTime>? _now;
    private readonly LineFault _fault = new();
    private readonly LineReader _reader;
    private readonly EventNames _names;
    private readonly DeadLetterWriter _deadLetters;
    private readonly NamePrefetcher _sourcePrefetcher;
    private readonly NamePrefetcher _sitePrefetcher;
    private readonly EventTime _earliest;
    private readonly TopicMappers? _mappers;
    private readonly MappedEvents _mapped;
    private readonly ReadTimeCounts _readTimes = new();
    private EventTime _latest = EventTime.MaxValue;
    private bool _recordIsUtf8;

    /// <summary>Creates a decoder.</summary>
    /// <param name="options">Limits and habits.</param>
    /// <param name="vocabulary">Takes the names; the task's own.</param>
    /// <param name="pseudonymizer">Replaces the values of person fields; the task's own.</param>
    /// <param name="now">The clock that <see cref="EventDecoderOptions.MaxFuture"/> is measured from; null checks nothing.</param>
    /// <param name="inputs">The mappings of topics that are not written in the contract; null where all are.</param>
    /// <param name="topic">The topic of records that name none.</param>
    /// <exception cref="ArgumentException">The options are not valid.</exception>
    public EventDecoder(
        EventDecoderOptions options, Vocabulary vocabulary, Pseudonymizer pseudonymizer, Func<EventTime>? now = null, ActiveInputs? inputs = null, string topic = "")
    {
        var faults = options.Validate();
        if (faults.Count > 0) throw new ArgumentException(string.Join("; ", faults), nameof(options));
        _options = options;
        _vocabulary = vocabulary;
        _earliest = options.Earliest ?? EventTime.MinValue;
        _now = now;
        var attributeNames = new AttributeNames(options.PersonFields);
        _reader = new LineReader(options, vocabulary, attributeNames, pseudonymizer, _fault);
        _names = new EventNames(vocabulary, _fault);
        _sourcePrefetcher = new NamePrefetcher(vocabulary.Sources, [.. "\"source\""u8]);
        _sitePrefetcher = new NamePrefetcher(vocabulary.Sites, [.. "\"site\""u8]);
        _deadLetters = new DeadLetterWriter(options, attributeNames, pseudonymizer);
        _mappers = inputs is null ? null : new TopicMappers(inputs, topic);
        _mapped = new MappedEvents(this, options, vocabulary, attributeNames, pseudonymizer, _fault, _deadLetters);
        ReadClock();
    }

    /// <summary>What was decoded and rejected so far.</summary>
    public DecoderCounters Counters { get; } = new();

    /// <summary>The times so far that were numbers of another unit than milliseconds; mappings say theirs, and are not counted.</summary>
    public IReadOnlyList<ReadTimes> ReadTimes => _readTimes.Tell(source => _vocabulary.Sources[source]);

    /// <summary>Decodes a batch of records; the clock is read once.</summary>
    /// <param name="records">The records.</param>
    /// <param name="events">Takes the events, behind those that it holds.</param>
    /// <param name="rejections">Takes one rejection for each line that is no event.</param>
    /// <param name="countFrom">Offset of the first record whose lines count in the answer.</param>
    /// <returns>How many lines mappings passed over.</returns>
    public long Decode(RecordBatch records, EventBatch events, List<Rejection> rejections, long countFrom = 0)
    {
        ReadClock();
        _mappers?.BeginBatch();
        var passedOver = 0L;
        for (var i = 0; i < records.Count; i++)
        {
            if (_mappers?.Of(records.Topic(i) ?? _mappers.Topic) is { } mapper)
            {
                var passed = Map(mapper, records, i, events, rejections);
                if (records.Offset(i) >= countFrom) passedOver += passed;
                continue;
            }

            _sourcePrefetcher.Look(records, i);
            _sitePrefetcher.Look(records, i);
            DecodeRecord(records.Offset(i), records.Value(i), records.Headers(i), events, rejections);
        }

        return passedOver;
    }

    /// <summary>Reads the clock that event times are compared with until the next call; <see cref="Decode"/> does it by itself.</summary>
    public void ReadClock()
    {
        if (_now is not null && _options.MaxFuture is { } future) _latest = _now() + future;
    }

    /// <summary>Decodes one record.</summary>
    /// <param name="offset">Its offset.</param>
    /// <param name="value">Its value; only read during the call.</param>
    /// <param name="headers">Its CloudEvents headers, if it has any.</param>
    /// <param name="events">Takes the events.</param>
    /// <param name="rejections">Takes the rejections.</param>
    public void DecodeRecord(
        long offset, ReadOnlySpan<byte> value, IReadOnlyList<KeyValuePair<string, byte[]>>? headers, EventBatch events, List<Rejection> rejections)
    {
        Counters.Records++;
        Counters.Bytes += value.Length;
        _reader.BeginRecord(headers);
        if (value.Length > _options.MaxRecordBytes)
        {
            Counters.Lines++;
            _fault.Set(RejectReason.TooLarge, $"the record is longer than {_options.MaxRecordBytes} bytes");
            Reject(offset, LineReader.WholeRecord, value, rejections);
            return;
        }

        if (value.StartsWith("\uFEFF"u8)) value = value[3..];
        _recordIsUtf8 = Utf8.IsValid(value);
        var body = RecordLines.Trim(value);
        if (body.IsEmpty)
        {
            Counters.Lines++;
            _fault.Set(RejectReason.Empty, "the record is empty");
            Reject(offset, LineReader.WholeRecord, body, rejections);
        }
        else if (RecordLines.IsOneEvent(body))
        {
            DecodeLine(offset, LineReader.WholeRecord, body, events, rejections);
        }
        else
        {
            var lines = RecordLines.Split(value);
            while (lines.MoveNext()) DecodeLine(offset, lines.Number, lines.Current, events, rejections);
        }
    }

    private long Map(IRecordMapper mapper, RecordBatch records, int index, EventBatch events, List<Rejection> rejections)
    {
        var record = new RawRecord
        {
            Topic = records.Topic(index) ?? _mappers?.Topic ?? "",
            Value = records.Value(index),
            Key = records.Key(index),
            HasKey = records.HasKey(index),
            Headers = records.Headers(index),
            Appended = records.AppendedUnixMillis(index) is > 0 and var millis ? EventTime.FromUnixMilliseconds(millis) : null,
        };
        Counters.Records++;
        Counters.Bytes += record.Value.Length;
        _mapped.BeginBatch(events, rejections);
        _mapped.BeginRecord(records.Offset(index), record.Key);
        mapper.Map(record, _mapped);
        return _mapped.PassedOver;
    }

    private void DecodeLine(long offset, int number, ReadOnlySpan<byte> line, EventBatch events, List<Rejection> rejections)
    {
        Counters.Lines++;
        var attributeCount = events.AttributeCount;
        var idByteCount = events.IdByteCount;
        var fields = default(EventFields);
        if (_reader.TryRead(line, _recordIsUtf8, number, events, ref fields) && TryAdd(fields, offset, number, events, line)) return;
        events.Rewind(attributeCount, idByteCount);
        Reject(offset, number, line, rejections);
    }

    /// <summary>Adds an event that was read, if it holds to the contract as a whole.</summary>
    internal bool TryAdd(scoped in EventFields fields, long offset, int number, EventBatch events, ReadOnlySpan<byte> line = default)
    {
        if ((fields.Present & EventField.Required) != EventField.Required) return Missing(fields, line);
        if (!_names.TryCheck(fields, out var kind, out var site, out var family)) return false;
        if (fields.Time > _latest) return _fault.Fail(RejectReason.FutureTime, $"time: is more than {_options.MaxFuture} ahead of the clock");
        if (fields.Time < _earliest) return Implausible(fields);
        if (!_names.TryIntern(fields, ref kind, ref site, out var source, out var unit)) return false;
        var idStart = events.IdByteCount;
        if (!fields.Id.IsEmpty) events.AddId(fields.Id);
        events.Add(new Event
        {
            Kind = kind,
            Source = source,
            Site = site,
            Unit = unit,
            Time = fields.Time,
            ValueKind = fields.ValueKind,
            Number = fields.ValueKind == EventValueKind.None ? double.NaN : fields.Number,
            Text = fields.Text,
            FirstAttribute = fields.FirstAttribute,
            AttributeCount = fields.AttributeCount,
            IdStart = idStart,
            IdLength = fields.Id.Length,
            Offset = offset,
            Line = number,
        });
        if (fields.TimeUnit != UnixUnit.Milliseconds) _readTimes.Count(fields.TimeUnit, source);
        Counters.CountDecoded(family);
        return true;
    }

    private bool Missing(scoped in EventFields fields, ReadOnlySpan<byte> line)
    {
        // One by one: several flags together have a name of their own.
        var missing = new List<string>();
        if (!fields.Has(EventField.Kind)) missing.Add("kind");
        if (!fields.Has(EventField.Source)) missing.Add("source");
        if (!fields.Has(EventField.Site)) missing.Add("site");
        if (!fields.Has(EventField.Time)) missing.Add("time");
        return _fault.Fail(RejectReason.MissingField, $"missing: {string.Join(", ", missing)}{(line.IsEmpty ? "" : FaultHints.OfMissing(line, missing))}");
    }

    private bool Implausible(scoped in EventFields fields)
    {
        // Milliseconds are microseconds divided by 1000: seconds that were taken for milliseconds mean a time 1000 times as far from the epoch.
        var isOfSeconds = fields.TimeIsNumber && fields.Time.Micros > 0 && new EventTime(fields.Time.Micros * 1000) >= _earliest;
        return _fault.Fail(
            RejectReason.ImplausibleTime,
            isOfSeconds ? $"time: lies before {_earliest} (seconds? write milliseconds)" : $"time: lies before {_earliest}");
    }

    private void Reject(long offset, int number, ReadOnlySpan<byte> line, List<Rejection> rejections)
    {
        Counters.CountRejected(_fault.Reason);
        rejections.Add(new Rejection(offset, number, _fault.Reason, _fault.Detail, _deadLetters.Write(line, _fault.Reason)));
    }
}
