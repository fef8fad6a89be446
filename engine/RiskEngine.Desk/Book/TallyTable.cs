using RiskEngine.Core.State;

namespace RiskEngine.Desk.Book;

/// <summary>The one <see cref="Tally"/> of a task of the desk.</summary>
internal sealed class TallyTable : DeskTable<Tally>
{
    /// <summary>Creates the table with counts of zero.</summary>
    public TallyTable()
        : base("desk-tally") => Add(Value);

    /// <summary>The counts.</summary>
    public Tally Value { get; private set; } = new();

    public override void Clear()
    {
        base.Clear();
        Value = new Tally();
        Add(Value);
    }

    protected override void Write(Tally tally, StateWriter writer)
    {
        var ledger = tally.Ledger;
        foreach (var number in (ReadOnlySpan<long>)[
            tally.Clock.Micros, tally.LastOrder, tally.LastEnd, tally.LastHold, tally.Released, tally.Notifications, ledger.TakenIn, ledger.Duplicates, ledger.Notified,
            ledger.Folded, ledger.Silenced, ledger.Shelved, ledger.Inhibited, ledger.Budgeted])
        {
            writer.Int(number);
        }

        writer.Count(tally.Requests.Count);
        foreach (var request in tally.Requests) writer.String(request);
    }

    protected override Tally Read(ref StateReader reader)
    {
        var tally = new Tally
        {
            Clock = new Core.Time.EventTime(reader.Int()), LastOrder = reader.Int(), LastEnd = reader.Int(), LastHold = reader.Int(), Released = reader.Int(),
            Notifications = reader.Int(),
            Ledger = new DeskLedger(
                reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int()),
        };
        for (var left = reader.Count(); left > 0; left--) tally.Requests.Enqueue(reader.String());
        Value = tally;
        return tally;
    }
}
