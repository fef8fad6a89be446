using System.Globalization;
using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Takes what a mapping makes of a record, and holds it to the event contract: the limits, the forms of names, plausible times, pseudonyms of persons.</summary>
/// <remarks>
/// A line is begun, filled, and ended by exactly one of <see cref="Add"/>, <see cref="Reject"/> and <see cref="PassOver"/>. A setter that answers false
/// has noted why, and the line is to be rejected. Owned by one task. Benchmark: MappingBenchmarks.
/// </remarks>
public sealed class MappedEvents
{
    private readonly EventDecoder _decoder;
    private readonly EventDecoderOptions _options;
    private readonly Vocabulary _vocabulary;
    private readonly AttributeNames _attributeNames;
    private readonly Pseudonymizer _pseudonymizer;
    private readonly LineFault _fault;
    private readonly DeadLetterWriter _deadLetters;
    private EventBatch _events = new();
    private List<Rejection> _rejections = [];
    private byte[] _names = new byte[1024];
    private byte[] _key = [];
    private int _keyLength;
    private int _used;
    private Slice _kind;
    private Slice _source;
    private Slice _site;
    private Slice _unit;
    private Slice _id;
    private EventField _present;
    private EventTime _time;
    private bool _timeIsNumber;
    private EventValueKind _valueKind;
    private double _number;
    private string? _text;
    private int _firstAttribute;
    private int _firstIdByte;
    private int _line;
    private long _offset;
    private bool _hasTold;

    internal MappedEvents(
        EventDecoder decoder, EventDecoderOptions options, Vocabulary vocabulary, AttributeNames attributeNames, Pseudonymizer pseudonymizer, LineFault fault,
        DeadLetterWriter deadLetters)
    {
        _decoder = decoder;
        _options = options;
        _vocabulary = vocabulary;
        _attributeNames = attributeNames;
        _pseudonymizer = pseudonymizer;
        _fault = fault;
        _deadLetters = deadLetters;
    }

    /// <summary>Longest record that may be mapped, in bytes.</summary>
    public int MaxRecordBytes => _options.MaxRecordBytes;

    internal long PassedOver { get; private set; }

    internal void BeginBatch(EventBatch events, List<Rejection> rejections)
    {
        _events = events;
        _rejections = rejections;
        PassedOver = 0;
    }

    internal void BeginRecord(long offset, ReadOnlySpan<byte> key)
    {
        _offset = offset;
        _hasTold = false;
        if (_key.Length < key.Length) _key = new byte[Math.Max(key.Length, _key.Length * 2)];
        key.CopyTo(_key);
        _keyLength = key.Length;
    }

    /// <summary>Begins a line.</summary>
    /// <param name="line">Zero-based number of the line in its record, the same whatever the record holds; -1 where no record makes more than one.</param>
    public void Begin(int line)
    {
        _decoder.Counters.Lines++;
        _line = line;
        _used = 0;
        _present = EventField.None;
        _unit = _id = default;
        _valueKind = EventValueKind.None;
        _text = null;
        _firstAttribute = _events.AttributeCount;
        _firstIdByte = _events.IdByteCount;
    }

    /// <summary>Sets the kind, e.g. <c>sensor.gas</c>.</summary>
    public bool SetKind(ReadOnlySpan<char> text) => SetName(EventField.Kind, "kind", text, ref _kind);

    /// <summary>Sets the device.</summary>
    public bool SetSource(ReadOnlySpan<char> text) => SetName(EventField.Source, "source", text, ref _source);

    /// <summary>Sets the place.</summary>
    public bool SetSite(ReadOnlySpan<char> text) => SetName(EventField.Site, "site", text, ref _site);

    /// <summary>Sets the unit; an empty one is none.</summary>
    public bool SetUnit(ReadOnlySpan<char> text) => SetName(EventField.Unit, "unit", text, ref _unit);

    /// <summary>Sets the event's own id; without one it is named by its place in the log.</summary>
    public bool SetId(ReadOnlySpan<char> text) => SetName(EventField.Id, "id", text, ref _id);

    /// <summary>Sets the event time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="isNumber">Whether it was read from a number, whose unit may have been mistaken.</param>
    public void SetTime(EventTime time, bool isNumber)
    {
        (_time, _timeIsNumber) = (time, isNumber);
        _present |= EventField.Time;
    }

    /// <summary>Sets a number as the value.</summary>
    public bool SetValue(double number)
    {
        if (!double.IsFinite(number)) return Fail(RejectReason.BadField, "value: is no finite number");
        SetValue(EventValueKind.Number, number + 0.0, null);
        return true;
    }

    /// <summary>Sets true or false as the value.</summary>
    public void SetValue(bool truth) => SetValue(EventValueKind.Boolean, truth ? 1 : 0, null);

    /// <summary>Sets a text as the value.</summary>
    public bool SetValue(ReadOnlySpan<char> text)
    {
        if (!TryWrite(text, _options.MaxTextLength, out var slice)) return Fail(RejectReason.BadLength, $"value: is longer than {_options.MaxTextLength} bytes");
        var utf8 = Of(slice);
        SetValue(EventValueKind.Text, NumberText.OfWhole(utf8), _vocabulary.Texts.Get(utf8));
        _used = slice.Start;
        return true;
    }

    /// <summary>Adds an attribute that is a number; where its name is that of a person field, its text becomes a pseudonym.</summary>
    public bool AddAttribute(string name, double number)
    {
        if (!double.IsFinite(number)) return Fail(RejectReason.BadField, $"attributes.{name}: is no finite number");
        return AddAttribute(name, EventValueKind.Number, number + 0.0, number.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds an attribute that is true or false.</summary>
    public bool AddAttribute(string name, bool truth) => AddAttribute(name, EventValueKind.Boolean, truth ? 1 : 0, truth ? "true" : "false");

    /// <summary>Adds an attribute that is a text; where its name is that of a person field, it becomes a pseudonym unless it is blank.</summary>
    public bool AddAttribute(string name, ReadOnlySpan<char> text) => AddAttribute(name, EventValueKind.Text, 0, text);

    /// <summary>Notes why the line is to be rejected.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="detail">Field, fault and remedy; no value of the record may be in it.</param>
    /// <returns>False.</returns>
    public bool Fail(RejectReason reason, string detail) => _fault.Fail(reason, detail);

    /// <summary>Adds to the reason noted last what may have been meant.</summary>
    public void AddHint(string hint) => _fault.Set(_fault.Reason, _fault.Detail + hint);

    /// <summary>Ends the line as an event, or rejects it where it does not hold to the contract.</summary>
    /// <param name="payload">What it was read from, for the dead letter.</param>
    public void Add(ReadOnlySpan<byte> payload)
    {
        var fields = new EventFields
        {
            Present = _present,
            Kind = Has(EventField.Kind) ? Of(_kind) : default,
            Source = Has(EventField.Source) ? Of(_source) : default,
            Site = Has(EventField.Site) ? Of(_site) : default,
            Unit = Of(_unit),
            Id = Of(_id),
            Time = _time,
            TimeIsNumber = _timeIsNumber,
            ValueKind = _valueKind,
            Number = _number,
            Text = _text,
            FirstAttribute = _firstAttribute,
            AttributeCount = _events.AttributeCount - _firstAttribute,
        };
        if (!_decoder.TryAdd(fields, _offset, _line, _events)) Reject(payload);
        else if (!_key.AsSpan(0, _keyLength).SequenceEqual(fields.Site)) CountKey();
    }

    private void CountKey()
    {
        _decoder.Counters.KeysNotSite++;
        if (_keyLength == 0) _decoder.Counters.KeysMissing++;
    }

    /// <summary>Ends the line as a dead letter, for the reason noted last.</summary>
    /// <param name="payload">What it was read from; kept with the first dead letter of a record only, for one record can make many.</param>
    public void Reject(ReadOnlySpan<byte> payload)
    {
        _events.Rewind(_firstAttribute, _firstIdByte);
        _decoder.Counters.CountRejected(_fault.Reason);
        _rejections.Add(new Rejection(_offset, _line, _fault.Reason, _fault.Detail, _hasTold ? [] : _deadLetters.WriteForeign(payload)) { IsMapped = true });
        _hasTold = true;
    }

    /// <summary>Ends the line without an event, because the mapping wants none of it.</summary>
    public void PassOver()
    {
        _events.Rewind(_firstAttribute, _firstIdByte);
        _decoder.Counters.PassedOver++;
        PassedOver++;
    }

    private bool AddAttribute(string name, EventValueKind kind, double number, ReadOnlySpan<char> text)
    {
        if (_events.AttributeCount - _firstAttribute == _options.MaxAttributes) return Fail(RejectReason.TooManyAttributes, $"attributes: more than {_options.MaxAttributes}");
        if (!TryWrite(text, _options.MaxTextLength, out var slice)) return Fail(RejectReason.BadLength, $"attributes.{name}: is longer than {_options.MaxTextLength} bytes");
        var utf8 = Of(slice);
        _used = slice.Start;
        var isPerson = _attributeNames.IsPersonField(name);
        _events.AddAttribute((isPerson, kind) switch
        {
            (true, _) when !NameText.IsBlank(utf8) => new EventAttribute(name, EventValueKind.Text, 0, _pseudonymizer.Of(utf8)),
            (_, EventValueKind.Text) => new EventAttribute(name, kind, 0, _vocabulary.Texts.Get(utf8)),
            _ => new EventAttribute(name, kind, number, null),
        });
        return true;
    }

    private bool SetName(EventField field, string label, ReadOnlySpan<char> text, ref Slice name)
    {
        if (!TryWrite(text, _options.MaxNameLength, out name) || (name.Length == 0 && field != EventField.Unit))
        {
            return Fail(RejectReason.BadLength, $"{label}: is empty or longer than {_options.MaxNameLength} bytes");
        }

        var utf8 = Of(name);
        if (NameText.HasControl(utf8)) return Fail(RejectReason.BadField, $"{label}: must not hold control characters");
        if (field is EventField.Source or EventField.Site && NameText.IsBlank(utf8)) return Fail(RejectReason.BadLength, $"{label}: is blank");
        _present |= field;
        return true;
    }

    private bool TryWrite(ReadOnlySpan<char> text, int most, out Slice slice)
    {
        slice = default;
        if (text.Length > most) return false;
        var room = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_used + room > _names.Length) Array.Resize(ref _names, Math.Max(_names.Length * 2, _used + room));
        slice = new Slice(_used, Encoding.UTF8.GetBytes(text, _names.AsSpan(_used)));
        _used += slice.Length;
        return slice.Length <= most;
    }

    private ReadOnlySpan<byte> Of(Slice slice) => _names.AsSpan(slice.Start, slice.Length);

    private bool Has(EventField field) => (_present & field) != 0;

    private void SetValue(EventValueKind kind, double number, string? text)
    {
        (_valueKind, _number, _text) = (kind, number, text);
        _present |= EventField.Value;
    }

    private readonly record struct Slice(int Start, int Length);
}
