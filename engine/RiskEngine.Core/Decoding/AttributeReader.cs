using RiskEngine.Core.Events;

namespace RiskEngine.Core.Decoding;

/// <summary>Reads an event's flat <c>attributes</c> object; values that speak of a person leave it as pseudonyms only.</summary>
internal sealed class AttributeReader(
    EventDecoderOptions options, Vocabulary vocabulary, AttributeNames names, Pseudonymizer pseudonymizer, JsonStrings strings, LineFault fault)
{
    /// <summary>Reads the object that opens just before <paramref name="at"/>.</summary>
    /// <returns>The position behind the closing brace; -1 where there is a fault.</returns>
    public int Read(ReadOnlySpan<byte> line, int at, EventBatch events, scoped ref EventFields fields)
    {
        fields.Present |= EventField.Attributes;
        fields.FirstAttribute = events.AttributeCount;
        var hasNull = false;
        at = JsonText.SkipWhitespace(line, at);
        if (JsonText.Is(line, at, (byte)'}')) return at + 1;
        while (true)
        {
            if (!JsonText.Is(line, at, (byte)'"')) return fault.Malformed(at);
            at = strings.Read(line, at, out var nameText, out _);
            if (at < 0) return at;
            at = JsonText.SkipWhitespace(line, at);
            if (!JsonText.Is(line, at, (byte)':')) return fault.Malformed(at);
            at = JsonText.SkipWhitespace(line, at + 1);
            if (at == line.Length) return fault.Malformed(at);
            if (!NameText.HasGoodLength(nameText, options.MaxNameLength, mayBeEmpty: false)) return BadNameLength();

            var name = names.Of(nameText);
            if (Contains(events, fields.FirstAttribute, name.Name)) return Fault(RejectReason.DuplicateField, nameText, "appears twice");
            if (events.AttributeCount - fields.FirstAttribute == options.MaxAttributes) return TooMany();
            at = ReadValue(line, at, name, nameText, events);
            if (at < 0) return at;
            hasNull |= events.Attributes[^1].Kind == EventValueKind.None;

            at = JsonText.SkipWhitespace(line, at);
            if (JsonText.Is(line, at, (byte)'}')) break;
            if (!JsonText.Is(line, at, (byte)',')) return fault.Malformed(at);
            at = JsonText.SkipWhitespace(line, at + 1);
        }

        if (hasNull) DropNulls(events, fields.FirstAttribute);
        fields.AttributeCount = events.AttributeCount - fields.FirstAttribute;
        return at + 1;
    }

    private int ReadValue(ReadOnlySpan<byte> line, int at, AttributeName name, ReadOnlySpan<byte> nameText, EventBatch events)
    {
        switch (line[at])
        {
            case (byte)'"':
                at = strings.Read(line, at, out var text, out _);
                if (at < 0) return at;
                if (text.Length > options.MaxTextLength) return Fault(RejectReason.BadLength, nameText, $"is longer than {options.MaxTextLength} bytes");
                var kept = name.IsPerson && !NameText.IsBlank(text) ? pseudonymizer.Of(text) : vocabulary.Texts.Get(text);
                events.AddAttribute(new EventAttribute(name.Name, EventValueKind.Text, 0, kept));
                return at;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                var end = NumberText.Read(line, at, out var number);
                if (end < 0) return fault.Malformed(at);
                if (!double.IsFinite(number)) return Fault(RejectReason.BadField, nameText, "the number is too large");
                AddScalar(line[at..end], name, EventValueKind.Number, number, events);
                return end;
            case (byte)'t' or (byte)'f' or (byte)'n':
                end = JsonText.LiteralEnd(line, at);
                if (end < 0) return fault.Malformed(at);
                if (line[at] == 'n') events.AddAttribute(new EventAttribute(name.Name, EventValueKind.None, 0, null));
                else AddScalar(line[at..end], name, EventValueKind.Boolean, line[at] == 't' ? 1 : 0, events);
                return end;
            case (byte)'{' or (byte)'[':
                return Fault(RejectReason.BadField, nameText, "must be a number, true, false or a string; attributes are flat");
            default:
                return fault.Malformed(at);
        }
    }

    private void AddScalar(ReadOnlySpan<byte> text, AttributeName name, EventValueKind kind, double number, EventBatch events) =>
        events.AddAttribute(name.IsPerson
            ? new EventAttribute(name.Name, EventValueKind.Text, 0, pseudonymizer.Of(text))
            : new EventAttribute(name.Name, kind, number, null));

    /// <summary>Null is the same as no attribute; it was kept so far only to find names that appear twice.</summary>
    private static void DropNulls(EventBatch events, int first)
    {
        var read = events.Attributes[first..];
        events.Rewind(first, events.IdByteCount);
        foreach (var attribute in read)
        {
            if (attribute.Kind != EventValueKind.None) events.AddAttribute(attribute);
        }
    }

    private static bool Contains(EventBatch events, int first, string name)
    {
        foreach (ref readonly var attribute in events.Attributes[first..])
        {
            if (attribute.Name == name) return true;
        }

        return false;
    }

    private int BadNameLength() => fault.Set(RejectReason.BadLength, $"attributes: a name is empty or longer than {options.MaxNameLength} bytes");

    private int TooMany() => fault.Set(RejectReason.TooManyAttributes, $"attributes: more than {options.MaxAttributes}");

    private int Fault(RejectReason reason, ReadOnlySpan<byte> name, string what) => fault.Set(reason, $"attributes.{LineFault.Show(name)}: {what}");
}
