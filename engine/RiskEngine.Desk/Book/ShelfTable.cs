using RiskEngine.Core.State;

namespace RiskEngine.Desk.Book;

/// <summary>Alarms that people have put aside.</summary>
internal sealed class ShelfTable() : DeskTable<Shelf>("desk-shelves")
{
    private readonly Dictionary<(string Rule, string Kind, string Key), Shelf> _byKey = [];

    /// <summary>The shelf of a rule, kind of key, and key; null where there is none.</summary>
    public Shelf? Find(string rule, string kind, string key) => _byKey.Count == 0 ? null : _byKey.GetValueOrDefault((rule, kind, key));

    /// <summary>Keeps a shelf, in the place of an earlier one of the same rule and key.</summary>
    public void Keep(Shelf shelf)
    {
        if (Find(shelf.Rule, shelf.Kind, shelf.Key) is { } before) Drop(before);
        Add(shelf);
        _byKey[(shelf.Rule, shelf.Kind, shelf.Key)] = shelf;
    }

    /// <summary>Forgets a shelf.</summary>
    public void Drop(Shelf shelf)
    {
        Remove(shelf);
        _byKey.Remove((shelf.Rule, shelf.Kind, shelf.Key));
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byKey.Clear();
        foreach (var shelf in InOrder()) _byKey[(shelf.Rule, shelf.Kind, shelf.Key)] = shelf;
    }

    public override void Clear()
    {
        base.Clear();
        _byKey.Clear();
    }

    protected override void Write(Shelf shelf, StateWriter writer)
    {
        writer.String(shelf.Rule);
        writer.String(shelf.Kind);
        writer.String(shelf.Key);
        writer.String(shelf.By);
        writer.String(shelf.Why);
        writer.String(shelf.Area);
        writer.Int(shelf.Until.Micros);
    }

    protected override Shelf Read(ref StateReader reader) => new()
    {
        Rule = reader.String(), Kind = reader.String(), Key = reader.String(), By = reader.String(), Why = reader.String(), Area = reader.String(), Until = reader.TimeAhead(),
    };
}
