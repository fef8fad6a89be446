namespace RiskEngine.Core.Windows;

/// <content>Since when a row is known, and what its panes rest on beside the record of their values.</content>
internal partial struct PaneRings
{
    /// <summary>Number of the oldest pane of a row that holds anything; of its newest where none does.</summary>
    public readonly long OldestOf(int row)
    {
        for (var pane = _rings[row].Newest - _panes + 1; pane < _rings[row].Newest; pane++)
        {
            if (Holds(row, PlaceOf(pane))) return pane;
        }

        return _rings[row].Newest;
    }

    /// <summary>How many values the panes of a row from <paramref name="first"/> to <paramref name="last"/> hold, both included.</summary>
    public readonly long CountOf(int row, long first, long last)
    {
        var count = 0L;
        for (var pane = Math.Max(first, _rings[row].Newest - _panes + 1); pane <= Math.Min(last, _rings[row].Newest); pane++)
        {
            if (Holds(row, PlaceOf(pane))) count += PaneLayout.CountOf(Cells(row, PlaceOf(pane)));
        }

        return count;
    }

    /// <summary>A value of a pane rests on an earlier record, too.</summary>
    public readonly void Widen(int row, long pane, long firstOffset)
    {
        if (Keeps(row, pane)) _layout.Widen(Cells(row, PlaceOf(pane)), firstOffset);
    }
}
