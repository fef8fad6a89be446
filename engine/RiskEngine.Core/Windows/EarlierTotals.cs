namespace RiskEngine.Core.Windows;

/// <summary>The totals of one key's panes that format 3 of the state kept as increases: any fall of the register was taken for a start from zero then.</summary>
internal struct EarlierTotals
{
    private double _last = double.NaN;
    private double _total;

    /// <summary>Begins before the oldest pane.</summary>
    public EarlierTotals()
    {
    }

    /// <summary>The last value of the newest pane; NaN where there is none.</summary>
    public readonly double Last => _last;

    /// <summary>What had been counted at that value.</summary>
    public readonly double Total => _total;

    /// <summary>What had been counted at the first value of a pane, and at its last.</summary>
    public (double First, double Last) Next(double first, double last, double increase)
    {
        var begin = double.IsNaN(_last) ? 0 : _total + (first >= _last ? first - _last : first);
        (_last, _total) = (last, begin + increase);
        return (begin, _total);
    }
}
