using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Desk.Book;

/// <summary>How much people were told in the shift, area by area.</summary>
internal sealed class BudgetTable() : DeskTable<BudgetEntry>("desk-budgets")
{
    private readonly Dictionary<string, BudgetEntry> _byArea = [];

    /// <summary>The entry of an area; null where nothing was told in this shift.</summary>
    public BudgetEntry? Find(string area) => _byArea.GetValueOrDefault(area);

    /// <summary>Keeps the entry of a shift.</summary>
    public void Keep(BudgetEntry entry)
    {
        Add(entry);
        _byArea[entry.Area] = entry;
    }

    /// <summary>Forgets the entry of a shift.</summary>
    public void Drop(BudgetEntry entry)
    {
        Remove(entry);
        _byArea.Remove(entry.Area);
    }

    /// <summary>Finds everything again after a restore.</summary>
    public void Reindex()
    {
        _byArea.Clear();
        foreach (var entry in InOrder()) _byArea[entry.Area] = entry;
    }

    public override void Clear()
    {
        base.Clear();
        _byArea.Clear();
    }

    protected override void Write(BudgetEntry entry, StateWriter writer)
    {
        writer.String(entry.Area);
        writer.Int(entry.Until.Micros);
        writer.Count(entry.Used);
        writer.Count(entry.Waiting);
        writer.Byte((byte)entry.Worst);
        writer.Count(entry.Members.Count);
        foreach (var member in entry.Members) member.Write(writer);
        writer.Count(entry.Incidents.Count);
        foreach (var incident in entry.Incidents) writer.String(incident);
    }

    protected override BudgetEntry Read(ref StateReader reader)
    {
        var entry = new BudgetEntry { Area = reader.String(), Until = reader.TimeAhead(), Used = reader.Small(), Waiting = reader.Small(), Worst = (Grade)reader.Byte() };
        for (var left = reader.Count(); left > 0; left--) entry.Members.Add(Member.Read(ref reader));
        for (var left = reader.Count(); left > 0; left--) entry.Incidents.Add(reader.String());
        return entry;
    }
}
