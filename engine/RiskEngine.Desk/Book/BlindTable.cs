using RiskEngine.Core.State;
using RiskEngine.Desk.Intake;

namespace RiskEngine.Desk.Book;

/// <summary>The open alerts that say what cannot be seen.</summary>
internal sealed class BlindTable() : DeskTable<BlindEntry>("desk-blind")
{
    private readonly Dictionary<AlertId, BlindEntry> _byAlert = [];

    /// <summary>The entry of an alert; null where it says nothing of the kind.</summary>
    public BlindEntry? Find(AlertId alert) => Count == 0 ? null : _byAlert.GetValueOrDefault(alert);

    public void Keep(BlindEntry entry)
    {
        Add(entry);
        _byAlert[entry.Alert] = entry;
    }

    public void Drop(BlindEntry entry)
    {
        Remove(entry);
        _byAlert.Remove(entry.Alert);
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byAlert.Clear();
        foreach (var entry in InOrder()) _byAlert[entry.Alert] = entry;
    }

    public override void Clear()
    {
        base.Clear();
        _byAlert.Clear();
    }

    protected override void Write(BlindEntry entry, StateWriter writer)
    {
        var facts = entry.Facts;
        writer.UInt(entry.Alert.High);
        writer.UInt(entry.Alert.Low);
        writer.String(entry.Place);
        writer.Byte((byte)facts.Because);
        writer.Int(facts.Since.Micros);
        writer.Count(facts.Total);
        writer.Count(facts.Silent);
        foreach (var texts in (ReadOnlySpan<IReadOnlyList<string>>)[facts.Risks, facts.Sources])
        {
            writer.Count(texts.Count);
            foreach (var text in texts) writer.String(text);
        }
    }

    protected override BlindEntry Read(ref StateReader reader)
    {
        var alert = new AlertId(reader.UInt(), (uint)reader.UInt());
        var place = reader.String();
        var because = (BlindBecause)reader.Byte();
        if (because > BlindBecause.RuleWithoutData) throw new StateFormatException($"what alert {alert} says of blindness is damaged");
        var (since, total, silent) = (reader.TimeAhead(), reader.Small(), reader.Small());
        return new BlindEntry
        {
            Alert = alert, Place = place, Facts = new BlindFacts(because, Texts(ref reader), Texts(ref reader), since) { Total = total, Silent = silent },
        };
    }

    private static List<string> Texts(ref StateReader reader)
    {
        var texts = new List<string>();
        for (var left = reader.Count(); left > 0; left--) texts.Add(reader.String());
        return texts;
    }
}
