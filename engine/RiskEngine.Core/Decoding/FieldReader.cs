using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads one JSON object as an event, in one pass, whatever the order of its fields.</summary>
/// <remarks>Positions go in and come out; -1 means that the shared <see cref="LineFault"/> says what is wrong. Benchmark: EventDecoderBenchmarks.</remarks>
internal sealed class FieldReader(EventDecoderOptions options, Vocabulary vocabulary, AttributeReader attributes, JsonStrings strings, LineFault fault)
{
    /// <summary>Reads the object that opens just before <paramref name="at"/>.</summary>
    /// <param name="line">The JSON, valid UTF-8.</param>
    /// <param name="at">Behind the opening brace.</param>
    /// <param name="depth">Nesting of the object; 1 for the event itself.</param>
    /// <param name="events">Takes the attributes.</param>
    /// <param name="fields">Takes everything else.</param>
    /// <returns>The position behind the closing brace.</returns>
    public int Read(ReadOnlySpan<byte> line, int at, int depth, EventBatch events, scoped ref EventFields fields)
    {
        at = JsonText.SkipWhitespace(line, at);
        if (JsonText.Is(line, at, (byte)'}')) return at + 1;
        while (true)
        {
            if (!JsonText.Is(line, at, (byte)'"')) return fault.Malformed(at);
            var nameStart = at;
            at = strings.Read(line, at, out var name, out _);
            if (at < 0) return at;
            var nameEnd = at;
            at = JsonText.SkipWhitespace(line, at);
            if (!JsonText.Is(line, at, (byte)':')) return fault.Malformed(at);
            at = JsonText.SkipWhitespace(line, at + 1);
            if (at == line.Length) return fault.Malformed(at);

            var field = FieldOf(name);
            at = field < EventField.SpecVersion
                ? ReadKnown(line, at, field, events, ref fields)
                : ReadForeign(line, at, depth, field, new JsonSlice(nameStart + 1, nameEnd - 1), ref fields);
            if (at < 0) return at;

            at = JsonText.SkipWhitespace(line, at);
            if (!JsonText.Is(line, at, (byte)',')) return JsonText.Is(line, at, (byte)'}') ? at + 1 : fault.Malformed(at);
            at = JsonText.SkipWhitespace(line, at + 1);
        }
    }

    /// <summary>Reads the string of a name-like field: an id, kind, source, site or unit.</summary>
    /// <param name="line">The JSON.</param>
    /// <param name="at">First byte of the value.</param>
    /// <param name="field">The field that it is taken as.</param>
    /// <param name="label">The field's name in the JSON.</param>
    /// <param name="text">The name.</param>
    /// <param name="fields">Notes that the field has a value.</param>
    public int ReadName(ReadOnlySpan<byte> line, int at, EventField field, string label, out ReadOnlySpan<byte> text, scoped ref EventFields fields)
    {
        text = default;
        if (line[at] != '"') return ReadNull(line, at, label, "must be a string");
        at = strings.Read(line, at, out text, out var escaped);
        if (at < 0) return at;
        if (!NameText.HasGoodLength(text, options.MaxNameLength, mayBeEmpty: field == EventField.Unit)) return BadLength(label, options.MaxNameLength);
        if (escaped && NameText.HasControl(text)) return fault.Set(RejectReason.BadField, $"{label}: must not hold control characters");
        if (field is EventField.Source or EventField.Site && NameText.IsBlank(text)) return fault.Set(RejectReason.BadLength, $"{label}: is blank");
        fields.Present |= field;
        return at;
    }

    /// <summary>Reads what an event measured or said.</summary>
    public int ReadValue(ReadOnlySpan<byte> line, int at, scoped ref EventFields fields)
    {
        const string Expected = "must be a number, true, false or a string";
        switch (line[at])
        {
            case (byte)'"':
                at = strings.Read(line, at, out var text, out _);
                if (at < 0) return at;
                if (text.Length > options.MaxTextLength) return BadLength("value", options.MaxTextLength);
                SetValue(ref fields, EventValueKind.Text, NumberText.OfWhole(text), vocabulary.Texts.Get(text));
                return at;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                var end = NumberText.Read(line, at, out var number);
                if (end < 0) return fault.Malformed(at);
                if (!double.IsFinite(number)) return fault.Set(RejectReason.BadField, "value: the number is too large");
                SetValue(ref fields, EventValueKind.Number, number, null);
                return end;
            case (byte)'t' or (byte)'f':
                SetValue(ref fields, EventValueKind.Boolean, line[at] == 't' ? 1 : 0, null);
                return LiteralEnd(line, at);
            default:
                return ReadNull(line, at, "value", Expected);
        }
    }

    private int ReadKnown(ReadOnlySpan<byte> line, int at, EventField field, EventBatch events, scoped ref EventFields fields)
    {
        if ((fields.Seen & field) != 0) return fault.Set(RejectReason.DuplicateField, $"{Label(field)}: appears twice");
        fields.Seen |= field;
        switch (field)
        {
            case EventField.Kind:
                return ReadName(line, at, field, "kind", out fields.Kind, ref fields);
            case EventField.Source:
                at = ReadName(line, at, field, "source", out fields.Source, ref fields);
                fields.SourcePlace = vocabulary.Sources.PrefetchPlace(fields.Source);
                return at;
            case EventField.Site:
                at = ReadName(line, at, field, "site", out fields.Site, ref fields);
                fields.SitePlace = vocabulary.Sites.PrefetchPlace(fields.Site);
                return at;
            case EventField.Time:
                return ReadTime(line, at, ref fields);
            case EventField.Value:
                return ReadValue(line, at, ref fields);
            case EventField.Unit:
                return ReadName(line, at, field, "unit", out fields.Unit, ref fields);
            case EventField.Id:
                return line[at] is (byte)'-' or (>= (byte)'0' and <= (byte)'9')
                    ? ReadIntegerId(line, at, ref fields)
                    : ReadName(line, at, field, "id", out fields.Id, ref fields);
            default:
                return line[at] == '{' ? attributes.Read(line, at + 1, events, ref fields) : ReadNull(line, at, "attributes", "must be a flat object");
        }
    }

    /// <summary>Steps over a field that a plain event does not know, and notes where it lies if an envelope would know it.</summary>
    private int ReadForeign(ReadOnlySpan<byte> line, int at, int depth, EventField field, JsonSlice name, scoped ref EventFields fields)
    {
        var outcome = JsonSkip.Value(line, at, options.MaxDepth - depth, out var end);
        if (outcome == JsonSkip.Outcome.Malformed) return fault.Malformed(end);
        if (outcome == JsonSkip.Outcome.TooDeep) return fault.TooDeep(end, options.MaxDepth);
        if ((fields.Seen & (EventField.Envelope | EventField.Unknown)) == 0) fields.FirstForeign = name;
        fields.Twice |= fields.Seen & field & EventField.Envelope;
        fields.Seen |= field;
        if (line[at] == 'n') return end;
        fields.Present |= field;
        var slice = new JsonSlice(at, end);
        if (field == EventField.SpecVersion) fields.SpecVersion = slice;
        else if (field == EventField.Type) fields.Type = slice;
        else if (field == EventField.Subject) fields.Subject = slice;
        else if (field == EventField.Data) fields.Data = slice;
        return end;
    }

    private int ReadTime(ReadOnlySpan<byte> line, int at, scoped ref EventFields fields)
    {
        const string Expected = "must be RFC 3339 text, or a number of milliseconds since 1970";
        var hint = "";
        bool good;
        if (line[at] == '"')
        {
            at = strings.Read(line, at, out var text, out _);
            if (at < 0) return at;
            good = TimeText.TryRfc3339(text, out fields.Time);
            if (!good) hint = TimeText.Hint(text);
        }
        else if (line[at] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))
        {
            var end = JsonText.NumberEnd(line, at);
            if (end < 0) return fault.Malformed(at);
            good = UnixTime.TryRead(line[at..end], out fields.Time, out fields.TimeUnit);
            fields.TimeIsNumber = true;
            at = end;
        }
        else
        {
            return ReadNull(line, at, "time", Expected);
        }

        if (good) fields.Present |= EventField.Time;
        return good ? at : fault.Set(RejectReason.BadTime, $"time: {Expected}{hint}");
    }

    private int ReadIntegerId(ReadOnlySpan<byte> line, int at, scoped ref EventFields fields)
    {
        var end = JsonText.NumberEnd(line, at);
        if (end < 0) return fault.Malformed(at);
        var digits = line[at..end];
        if (digits.IndexOfAny((byte)'.', (byte)'e', (byte)'E') >= 0) return fault.Set(RejectReason.BadField, "id: must be a string or an integer");
        if (digits.Length > options.MaxNameLength) return BadLength("id", options.MaxNameLength);
        fields.Id = digits;
        fields.Present |= EventField.Id;
        return end;
    }

    /// <summary>Reads null, which is the same as no field; any other value has the wrong type.</summary>
    private int ReadNull(ReadOnlySpan<byte> line, int at, string label, string expected)
    {
        if (line[at] == 'n') return LiteralEnd(line, at);
        return fault.Set(RejectReason.BadField, $"{label}: {expected}");
    }

    private int LiteralEnd(ReadOnlySpan<byte> line, int at)
    {
        var end = JsonText.LiteralEnd(line, at);
        return end < 0 ? fault.Malformed(at) : end;
    }

    private int BadLength(string label, int most) => fault.Set(RejectReason.BadLength, $"{label}: is empty or longer than {most} bytes");

    private static void SetValue(scoped ref EventFields fields, EventValueKind kind, double number, string? text)
    {
        fields.ValueKind = kind;
        fields.Number = number;
        fields.Text = text;
        fields.Present |= EventField.Value;
    }

    private static EventField FieldOf(ReadOnlySpan<byte> name)
    {
        switch (name.Length)
        {
            case 2 when name.SequenceEqual("id"u8): return EventField.Id;
            case 4 when name.SequenceEqual("kind"u8): return EventField.Kind;
            case 4 when name.SequenceEqual("site"u8): return EventField.Site;
            case 4 when name.SequenceEqual("time"u8): return EventField.Time;
            case 4 when name.SequenceEqual("unit"u8): return EventField.Unit;
            case 4 when name.SequenceEqual("type"u8): return EventField.Type;
            case 4 when name.SequenceEqual("data"u8): return EventField.Data;
            case 5 when name.SequenceEqual("value"u8): return EventField.Value;
            case 6 when name.SequenceEqual("source"u8): return EventField.Source;
            case 7 when name.SequenceEqual("subject"u8): return EventField.Subject;
            case 10 when name.SequenceEqual("attributes"u8): return EventField.Attributes;
            case 11 when name.SequenceEqual("specversion"u8): return EventField.SpecVersion;
            case 11 when name.SequenceEqual("data_base64"u8): return EventField.DataBase64;
            default: return EventField.Unknown;
        }
    }

    private static string Label(EventField field) => field.ToString().ToLowerInvariant();
}
