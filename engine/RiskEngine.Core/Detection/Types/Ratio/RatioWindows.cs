using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Ratio;

/// <summary>The windows of one side of a ratio, by key.</summary>
internal sealed class RatioWindows
{
    private readonly RatioSide _side;
    private readonly RegisterTable? _registers;
    private readonly double[] _columns;
    private readonly double[] _results;
    private readonly PaneSketches? _sketches;

    public RatioWindows(RatioSide side, TimeSpan pane, int panes)
    {
        _side = side;
        var layout = side.Layout;
        Table = new PaneTable(layout, pane, panes);
        _registers = layout.HasTotals ? new RegisterTable(layout.Limits) : null;
        _columns = new double[layout.Width];
        _results = new double[side.Aggregates.Count];
        _sketches = layout.HasSketches ? new PaneSketches(layout) : null;
    }

    /// <summary>The panes.</summary>
    public PaneTable Table { get; }

    /// <summary>Whether no key has any state.</summary>
    public bool IsEmpty => Table.Count == 0 && _registers is not { Count: > 0 };

    /// <summary>Whether there is anything of a key.</summary>
    public bool Knows(int slot) => Table.TryRow(slot, out _) || (_registers is not null && _registers.Has(slot));

    /// <summary>Whether keys are remembered when their windows have passed.</summary>
    public bool HasRegisters => _registers is not null;

    /// <summary>Events of the window that <see cref="Read"/> read.</summary>
    public long Count => PaneLayout.CountOf(_columns);

    /// <summary>The records of those.</summary>
    public Evidence Evidence => PaneLayout.EvidenceOf(_columns);

    /// <summary>Takes in an event where it belongs to this side.</summary>
    /// <param name="cursor">Stands on the event.</param>
    /// <param name="slot">Its key.</param>
    /// <param name="begins">Whether windows of the key may end again that were over, or end for the first time.</param>
    /// <returns>Whether it does belong to it.</returns>
    public bool Take(EventCursor cursor, int slot, out bool begins)
    {
        begins = false;
        if (!_side.Events.Fits(cursor) || _side.Value.Evaluate(cursor) is var value && double.IsNaN(value)) return false;
        ref readonly var e = ref cursor.Event;
        var total = _registers is null ? 0 : _registers.Read(slot, e.Time, value);
        begins = Table.Add(slot, value, _side.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset, total);
        return true;
    }

    /// <summary>Takes in an event that comes after later ones, where it belongs to this side and order does not matter.</summary>
    public bool TakeLate(EventCursor cursor, int row)
    {
        if (!_side.Events.Fits(cursor) || _side.Value.Evaluate(cursor) is var value && double.IsNaN(value)) return false;
        ref readonly var e = ref cursor.Event;
        return Table.TryAddLate(row, value, _side.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset);
    }

    /// <summary>What a key measures over the panes from one to another, both included; NaN where that is not known.</summary>
    public double Read(int slot, long first, long last)
    {
        if (Table.TryRow(slot, out var row))
        {
            Table.Merge(row, first, last, _columns, _sketches);
        }
        else
        {
            Array.Clear(_columns);
            _sketches?.Clear();
        }

        var count = Count;
        for (var i = 0; i < _results.Length; i++)
        {
            var call = _side.Aggregates[i];
            _results[i] = count > 0 ? Table.Layout.Read(call, _columns, _sketches)
                : call.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Increase ? 0 : double.NaN;
        }

        return _side.Combine is { } combine ? combine(_results) : _results[0];
    }

    /// <summary>Forgets the windows of a key, and not its register.</summary>
    public void RemoveWindows(int slot)
    {
        if (Table.TryRow(slot, out var row)) Table.RemoveRow(row);
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it was known.</returns>
    public bool Forget(int slot)
    {
        var wasKnown = _registers is not null && _registers.Remove(slot);
        if (!Table.TryRow(slot, out var row)) return wasKnown;
        Table.RemoveRow(row);
        return true;
    }

    public void Clear()
    {
        Table.Clear();
        _registers?.Clear();
    }

    /// <summary>Writes a key.</summary>
    public void Save(int slot, StateWriter writer)
    {
        var hasRegister = _registers is not null && _registers.Has(slot);
        writer.Bool(hasRegister);
        if (hasRegister) _registers!.TrySave(slot, writer);
        var hasRow = Table.TryRow(slot, out var row);
        writer.Bool(hasRow);
        if (hasRow) Table.Save(row, writer);
    }

    public void Restore(int slot, ref StateReader reader)
    {
        if (reader.Bool()) RegisterTable.Restore(_registers, slot, ref reader);
        if (reader.Bool()) Table.Restore(slot, _registers, ref reader, isOneOfSeveral: true);
    }
}
