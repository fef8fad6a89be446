using System.Text.Unicode;
using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Unwraps CloudEvents 1.x: an envelope in the JSON (structured mode) or in the record's headers (binary mode). docs/events.md has the mapping.</summary>
internal sealed class CloudEvents(EventDecoderOptions options, FieldReader reader, LineFault fault)
{
    private byte[]? _id;
    private byte[]? _type;
    private byte[]? _source;
    private byte[]? _subject;
    private byte[]? _time;

    /// <summary>Whether the record under way carries an envelope in its headers.</summary>
    public bool IsBinaryMode { get; private set; }

    /// <summary>Reads a record's headers.</summary>
    public void BeginRecord(IReadOnlyList<KeyValuePair<string, byte[]>>? headers)
    {
        IsBinaryMode = false;
        if (headers is null) return;
        _id = _type = _source = _subject = _time = null;
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            switch (name)
            {
                case "ce_specversion": IsBinaryMode = value is [(byte)'1', (byte)'.', ..]; break;
                case "ce_id": _id = value; break;
                case "ce_type": _type = value; break;
                case "ce_source": _source = value; break;
                case "ce_subject": _subject = value; break;
                case "ce_time": _time = value; break;
            }
        }
    }

    /// <summary>Unwraps the structured mode: <c>data</c> first, then the envelope.</summary>
    public bool TryUnwrap(ReadOnlySpan<byte> line, EventBatch events, scoped ref EventFields fields)
    {
        if (fields.Twice != EventField.None) return fault.Fail(RejectReason.DuplicateField, "a CloudEvents field appears twice");
        if (!line[fields.SpecVersion.Start..].StartsWith("\"1."u8)) return fault.Fail(RejectReason.BadField, "specversion: must be \"1.0\"");
        if (fields.Has(EventField.DataBase64)) return fault.Fail(RejectReason.BadField, "data_base64: binary data is not supported; send JSON in data");
        if (!fields.Has(EventField.Kind) && fields.Has(EventField.Type)
            && reader.ReadName(line, fields.Type.Start, EventField.Kind, "type", out fields.Kind, ref fields) < 0) return false;
        if (!fields.Has(EventField.Site) && fields.Has(EventField.Subject)
            && reader.ReadName(line, fields.Subject.Start, EventField.Site, "subject", out fields.Site, ref fields) < 0) return false;
        if (!fields.Has(EventField.Data)) return true;
        if (line[fields.Data.Start] != '{') return TryScalar(line, fields.Data.Start, ref fields);

        var data = default(EventFields);
        if (reader.Read(line, fields.Data.Start + 1, depth: 2, events, ref data) < 0 || !TryKnowAll(line, data)) return false;
        FillIn(ref data, fields);
        fields = data;
        return true;
    }

    /// <summary>Takes a bare JSON value as the value of the event.</summary>
    public bool TryScalar(ReadOnlySpan<byte> line, int at, scoped ref EventFields fields)
    {
        fields.Present &= ~EventField.Value;
        fields.ValueKind = EventValueKind.None;
        return reader.ReadValue(line, at, ref fields) >= 0;
    }

    /// <summary>Fills in from the headers of the binary mode what the event lacks.</summary>
    /// <param name="ownsId">False where several events share the record: its id names none of them.</param>
    /// <param name="fields">The event.</param>
    public bool TryFillIn(bool ownsId, scoped ref EventFields fields)
    {
        if (ownsId && !TryName("ce_id", _id, EventField.Id, ref fields, ref fields.Id)) return false;
        if (!TryName("ce_type", _type, EventField.Kind, ref fields, ref fields.Kind)) return false;
        if (!TryName("ce_source", _source, EventField.Source, ref fields, ref fields.Source)) return false;
        if (!TryName("ce_subject", _subject, EventField.Site, ref fields, ref fields.Site)) return false;
        if (_time is null || fields.Has(EventField.Time)) return true;
        fields.Present |= EventField.Time;
        return TimeText.TryRfc3339(_time, out fields.Time) || fault.Fail(RejectReason.BadTime, "ce_time: must be RFC 3339 text");
    }

    /// <summary>In strict mode, whether the object has only fields of the contract.</summary>
    public bool TryKnowAll(ReadOnlySpan<byte> line, scoped in EventFields fields)
    {
        if (!options.Strict || (fields.Seen & (EventField.Envelope | EventField.Unknown)) == 0) return true;
        return fault.Fail(RejectReason.UnknownField, $"{LineFault.Show(fields.FirstForeign.Of(line))}: is no field of an event");
    }

    private bool TryName(string label, byte[]? header, EventField field, scoped ref EventFields fields, ref ReadOnlySpan<byte> name)
    {
        if (header is null || fields.Has(field)) return true;
        if (!NameText.HasGoodLength(header, options.MaxNameLength, mayBeEmpty: false))
        {
            return fault.Fail(RejectReason.BadLength, $"{label}: is empty or longer than {options.MaxNameLength} bytes");
        }

        if (!Utf8.IsValid(header) || NameText.HasControl(header)) return fault.Fail(RejectReason.BadField, $"{label}: must be UTF-8 text");
        if (field is EventField.Source or EventField.Site && NameText.IsBlank(header)) return fault.Fail(RejectReason.BadLength, $"{label}: is blank");
        name = header;
        fields.Present |= field;
        return true;
    }

    private static void FillIn(scoped ref EventFields data, scoped in EventFields envelope)
    {
        var lacking = envelope.Present & ~data.Present;
        if ((lacking & EventField.Id) != 0) data.Id = envelope.Id;
        if ((lacking & EventField.Kind) != 0) data.Kind = envelope.Kind;
        if ((lacking & EventField.Source) != 0) data.Source = envelope.Source;
        if ((lacking & EventField.Site) != 0) data.Site = envelope.Site;
        if ((lacking & EventField.Unit) != 0) data.Unit = envelope.Unit;
        if ((lacking & EventField.Time) != 0) (data.Time, data.TimeIsNumber, data.TimeUnit) = (envelope.Time, envelope.TimeIsNumber, envelope.TimeUnit);
        if ((lacking & EventField.Value) != 0) (data.ValueKind, data.Number, data.Text) = (envelope.ValueKind, envelope.Number, envelope.Text);
        if ((lacking & EventField.Attributes) != 0) (data.FirstAttribute, data.AttributeCount) = (envelope.FirstAttribute, envelope.AttributeCount);
        data.Present |= lacking;
    }
}
