using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The columns of a pane from which an average and an integral over time are read: each value holds until the next one.</summary>
/// <remarks>
/// A pane keeps the integral from its first to its last value, and what came last before its first one. <see cref="Close"/> adds what lies at the edges of a
/// window: the last value holds until the end; the one before the first holds from the start on, where the two are no further apart than the window is long.
/// So what a window says depends on the values of one window's length before it, and on nothing that others keep. Benchmark: PaneBenchmarks.
/// </remarks>
/// <param name="at">The first of its columns; negative where there are none.</param>
internal readonly struct TimeWeightColumns(int at)
{
    /// <summary>How many columns it takes.</summary>
    public const int Width = 6;

    private readonly int _from = at;
    private readonly int _to = at + 1;
    private readonly int _last = at + 2;
    private readonly int _integral = at + 3;
    private readonly int _beforeAt = at + 4;
    private readonly int _before = at + 5;

    /// <summary>Whether there are any.</summary>
    public bool Any => _from >= 0;

    /// <summary>Takes the first value of a pane.</summary>
    public void Start(Span<double> pane, double value, EventTime at)
    {
        pane[_from] = at.Micros;
        pane[_to] = at.Micros;
        pane[_last] = value;
        pane[_integral] = 0;
        pane[_beforeAt] = double.NaN;
        pane[_before] = double.NaN;
    }

    /// <summary>Takes a further value, no earlier than those before it.</summary>
    public void Add(Span<double> pane, double value, EventTime at) => Extend(pane, value, at.Micros, 0);

    /// <summary>Notes which value came last before the first one of a pane.</summary>
    public void Follow(Span<double> pane, double at, double value) => (pane[_beforeAt], pane[_before]) = (at, value);

    /// <summary>The last value, and its time in microseconds.</summary>
    public (double At, double Value) LastOf(ReadOnlySpan<double> pane) => (pane[_to], pane[_last]);

    /// <summary>Merges a later pane into an earlier one.</summary>
    public void Merge(Span<double> into, ReadOnlySpan<double> later)
    {
        Extend(into, later[_last], later[_from], later[_integral]);
        into[_to] = later[_to];
    }

    /// <summary>Extends what is between the first and the last value of a window to the window's edges.</summary>
    /// <param name="pane">All of the window's panes.</param>
    /// <param name="from">The window's start.</param>
    /// <param name="to">Its end, no earlier than its last value.</param>
    public void Close(Span<double> pane, EventTime from, EventTime to)
    {
        Extend(pane, pane[_last], to.Micros, 0);
        if (!(pane[_from] - pane[_beforeAt] <= to.Micros - from.Micros)) return;
        var since = Math.Max(pane[_beforeAt], from.Micros);
        pane[_integral] += pane[_before] * (pane[_from] - since);
        pane[_from] = since;
    }

    /// <summary>The integral of a window that has been closed, in units of the value times microseconds.</summary>
    public double Integral(ReadOnlySpan<double> pane) => pane[_integral];

    /// <summary>The average of a window that has been closed; NaN where nothing is known but at one point in time.</summary>
    public double Mean(ReadOnlySpan<double> pane)
    {
        var known = pane[_to] - pane[_from];
        return known > 0 ? pane[_integral] / known : double.NaN;
    }

    private void Extend(Span<double> pane, double value, double at, double integral)
    {
        pane[_integral] += (pane[_last] * (at - pane[_to])) + integral;
        pane[_to] = at;
        pane[_last] = value;
    }
}
