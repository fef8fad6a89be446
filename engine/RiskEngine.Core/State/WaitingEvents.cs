using System.Text;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.State;

/// <summary>Events that wait for the watermark, as a checkpoint keeps them so that their records need not be read again (docs/state.md).</summary>
/// <remarks>As decoded: what speaks of persons is a pseudonym. A name is written once, and by its number from then on.</remarks>
public static class WaitingEvents
{
    private const int MostInterned = 4096;

    /// <summary>Writes the events of a buffer whose records lie below an offset.</summary>
    /// <param name="waiting">The buffer; it stays as it is.</param>
    /// <param name="below">The offset, not included.</param>
    /// <param name="vocabulary">The names.</param>
    /// <param name="most">Most bytes.</param>
    /// <returns>Empty where there is no such event; null where they take more bytes.</returns>
    public static byte[]? Save(ReorderBuffer waiting, long below, Vocabulary vocabulary, int most = int.MaxValue)
    {
        var writer = new StateWriter();
        var place = writer.CountLater();
        var count = 0;
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var (time, offset) = (EventTime.Epoch, 0L);
        waiting.Show((events, index) =>
        {
            ref readonly var e = ref events[index];
            if (e.Offset >= below) return;
            count++;
            if (writer.Length > most) return;
            Name(writer, names, vocabulary.Kinds[e.Kind]);
            Name(writer, names, vocabulary.Sources[e.Source]);
            Name(writer, names, vocabulary.Sites[e.Site]);
            Name(writer, names, vocabulary.Units[e.Unit]);
            writer.Int(e.Time.Micros - time.Micros);
            writer.Int(e.Offset - offset);
            writer.Int(e.Line);
            Value(writer, e.ValueKind, e.Number, e.Text);
            writer.Count(e.AttributeCount);
            foreach (ref readonly var attribute in events.AttributesOf(e))
            {
                Name(writer, names, attribute.Name);
                Value(writer, attribute.Kind, attribute.Number, attribute.Text);
            }

            writer.Bytes(events.IdOf(e));
            (time, offset) = (e.Time, e.Offset);
        });
        if (count == 0) return [];
        if (writer.Length > most) return null;
        writer.SetCount(place, count);
        return writer.ToArray();
    }

    /// <summary>Puts events that were written back into a buffer.</summary>
    /// <param name="bytes">What <see cref="Save"/> returned.</param>
    /// <param name="waiting">Takes them.</param>
    /// <param name="vocabulary">Takes their names; an event whose name finds no room is left out.</param>
    /// <param name="below">Leaves out those whose records lie at or above this offset, because they are read again.</param>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    public static void Restore(ReadOnlySpan<byte> bytes, ReorderBuffer waiting, Vocabulary vocabulary, long below = long.MaxValue)
    {
        if (bytes.IsEmpty) return;
        var reader = new StateReader(bytes);
        var batch = new EventBatch();
        var names = new List<string>();
        var (time, offset) = (EventTime.Epoch, 0L);
        for (var left = reader.Count(); left > 0; left--)
        {
            var hasRoom = Symbol(vocabulary.Kinds, Name(ref reader, names), out var kind);
            hasRoom &= Symbol(vocabulary.Sources, Name(ref reader, names), out var source);
            hasRoom &= Symbol(vocabulary.Sites, Name(ref reader, names), out var site);
            hasRoom &= Symbol(vocabulary.Units, Name(ref reader, names), out var unit);
            time = reader.Time(time);
            offset += reader.Int();
            var line = (int)reader.Int();
            var (valueKind, number, text) = Value(ref reader, textNumber: 0);
            if (valueKind == EventValueKind.Text) number = NumberText.OfWhole(Encoding.UTF8.GetBytes(text ?? ""));
            batch.Clear();
            var attributes = reader.Count();
            for (var i = 0; i < attributes; i++)
            {
                var name = Interned(Name(ref reader, names), names.Count);
                var (attributeKind, attributeNumber, attributeText) = Value(ref reader, textNumber: 0);
                batch.AddAttribute(new EventAttribute(name, attributeKind, attributeNumber, attributeText));
            }

            var id = reader.Bytes();
            batch.AddId(id);
            if (!hasRoom || offset >= below) continue;
            batch.Add(new Event
            {
                Kind = kind,
                Source = source,
                Site = site,
                Unit = unit,
                Time = time,
                ValueKind = valueKind,
                Number = number,
                Text = text,
                AttributeCount = attributes,
                IdLength = id.Length,
                Offset = offset,
                Line = line,
            });
            waiting.Add(batch[0], batch);
        }
    }

    /// <summary>Names of attributes are compared by reference; those that nobody has asked for are interned up to a bound only, as the decoder does.</summary>
    private static string Interned(string name, int names) => names <= MostInterned ? string.Intern(name) : string.IsInterned(name) ?? name;

    private static void Name(StateWriter writer, Dictionary<string, int> names, string name)
    {
        if (names.TryGetValue(name, out var number))
        {
            writer.Count(number);
            return;
        }

        writer.Count(names.Count);
        writer.String(name);
        names.Add(name, names.Count);
    }

    private static string Name(ref StateReader reader, List<string> names)
    {
        var number = reader.Small();
        if (number > names.Count) throw new StateFormatException($"name {number} of {names.Count} is not there");
        if (number == names.Count) names.Add(reader.String());
        return names[number];
    }

    private static void Value(StateWriter writer, EventValueKind kind, double number, string? text)
    {
        writer.Byte((byte)kind);
        if (kind is EventValueKind.Number or EventValueKind.Boolean) writer.Double(number);
        else if (kind == EventValueKind.Text) writer.String(text ?? "");
    }

    /// <summary>Reads a value.</summary>
    /// <param name="reader">Stands at it.</param>
    /// <param name="textNumber">What the decoder gives as the number of a text.</param>
    private static (EventValueKind Kind, double Number, string? Text) Value(ref StateReader reader, double textNumber) => (EventValueKind)reader.Byte() switch
    {
        EventValueKind.None => (EventValueKind.None, double.NaN, null),
        EventValueKind.Text => (EventValueKind.Text, textNumber, reader.String()),
        var kind and (EventValueKind.Number or EventValueKind.Boolean) => (kind, reader.Double(), null),
        var other => throw new StateFormatException($"{(byte)other} is no kind of value"),
    };

    private static bool Symbol(SymbolTable table, string name, out int symbol) => table.TryIntern(Encoding.UTF8.GetBytes(name), out symbol);
}
