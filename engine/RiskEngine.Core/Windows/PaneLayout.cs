using RiskEngine.Core.Events;
using RiskEngine.Core.Registers;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>Which columns a pane keeps so that the asked aggregates can be read from it, and how panes are filled, merged and read.</summary>
/// <remarks>
/// A pane is <see cref="Width"/> doubles. Every pane counts its events and remembers the first and last log offset (its evidence); the other columns
/// exist only where an aggregate needs them. Panes merge in time order; variance merges after Chan, Golub and LeVeque (1979), "Updating formulae and
/// a pairwise algorithm for computing sample variances". Offsets and microseconds stay exact below 2^53. Benchmark: PaneBenchmarks.
/// </remarks>
public sealed class PaneLayout
{
    private const int CountColumn = 0;
    private const int FirstOffsetColumn = 1;
    private const int LastOffsetColumn = 2;
    private const int Absent = -1;

    private readonly int _sum = Absent;
    private readonly int _min = Absent;
    private readonly int _max = Absent;
    private readonly int _mean = Absent;
    private readonly int _squares = Absent;
    private readonly int _first = Absent;
    private readonly int _last = Absent;
    private readonly int _firstTime = Absent;
    private readonly int _lastTime = Absent;
    private readonly int _firstTotal = Absent;
    private readonly int _lastTotal = Absent;
    private readonly RegressionColumns _regression = new(Absent);
    private readonly TimeWeightColumns _weights = new(Absent);

    /// <summary>Chooses the columns for a set of aggregates.</summary>
    /// <param name="aggregates">The aggregates.</param>
    /// <param name="limits">What is known of the registers that they are over, where they are; null for nothing.</param>
    public PaneLayout(IEnumerable<AggregateCall> aggregates, RegisterLimits? limits = null)
    {
        Limits = limits ?? RegisterLimits.Guessed;
        var width = 3;
        var kinds = aggregates.Select(call => call.Kind).ToHashSet();
        bool Needs(params ReadOnlySpan<AggregateKind> any)
        {
            foreach (var kind in any)
            {
                if (kinds.Contains(kind)) return true;
            }

            return false;
        }

        if (Needs(AggregateKind.Sum, AggregateKind.Mean)) _sum = width++;
        if (Needs(AggregateKind.Min)) _min = width++;
        if (Needs(AggregateKind.Max)) _max = width++;
        if (Needs(AggregateKind.Variance, AggregateKind.StandardDeviation)) (_mean, _squares) = (width++, width++);
        if (Needs(AggregateKind.First, AggregateKind.Delta)) _first = width++;
        if (Needs(AggregateKind.Last, AggregateKind.Delta)) _last = width++;
        if (Needs(AggregateKind.Rate)) (_firstTime, _lastTime) = (width++, width++);
        if (Needs(AggregateKind.Increase, AggregateKind.Rate)) (_firstTotal, _lastTotal) = (width++, width++);
        if (Needs(AggregateKind.Slope)) (_regression, width) = (new RegressionColumns(width), width + RegressionColumns.Width);
        if (Needs(AggregateKind.TimeMean, AggregateKind.TimeIntegral)) (_weights, width) = (new TimeWeightColumns(width), width + TimeWeightColumns.Width);
        HasDistinct = Needs(AggregateKind.Distinct);
        HasQuantile = Needs(AggregateKind.Quantile);
        Width = width;
    }

    /// <summary>What is known of the registers; matters only where there are totals.</summary>
    public RegisterLimits Limits { get; }

    /// <summary>Doubles per pane.</summary>
    public int Width { get; }

    /// <summary>Whether panes carry a <see cref="DistinctSketch"/>.</summary>
    public bool HasDistinct { get; }

    /// <summary>Whether panes carry a <see cref="QuantileSketch"/>.</summary>
    public bool HasQuantile { get; }

    /// <summary>Whether panes carry what a register has counted (<see cref="Register.Total"/>), from the first value to the last.</summary>
    public bool HasTotals => _firstTotal >= 0;

    /// <summary>Whether values must come in event-time order, because some column knows the first or the last.</summary>
    public bool NeedsOrder => HasTotals || _first >= 0 || _last >= 0 || _firstTime >= 0 || HasTimeWeights;

    /// <summary>Whether values are weighted by how long they hold, so that windows have to be closed (<see cref="Close"/>), and the value before
    /// them matters.</summary>
    public bool HasTimeWeights => _weights.Any;

    /// <summary>Whether panes carry any sketch.</summary>
    public bool HasSketches => HasDistinct || HasQuantile;

    /// <summary>Names the columns in order: two layouts with equal names store alike.</summary>
    public override string ToString() =>
        $"{_sum},{_min},{_max},{_mean},{_squares},{_first},{_last},{_firstTime},{_lastTime},{Absent}"
            + $"{(HasTotals ? $",r{Limits}" : "")}{(_regression.Any ? ",s" : "")}{(_weights.Any ? ",t" : "")}"
            + $"{(HasDistinct ? ",d" : "")}{(HasQuantile ? ",q" : "")}";

    /// <summary>Events in a pane.</summary>
    public static long CountOf(ReadOnlySpan<double> pane) => (long)pane[CountColumn];

    /// <summary>The stretch of the log that a pane rests on.</summary>
    public static Evidence EvidenceOf(ReadOnlySpan<double> pane) =>
        pane[CountColumn] == 0 ? Evidence.None : new Evidence((long)pane[FirstOffsetColumn], (long)pane[LastOffsetColumn]);

    /// <summary>Adds one value; values come in event-time order.</summary>
    /// <param name="pane">The columns.</param>
    /// <param name="value">The value.</param>
    /// <param name="total">What its register has counted, where there are totals; else passed over.</param>
    /// <param name="at">Its time.</param>
    /// <param name="offset">Its place in the log.</param>
    public void Add(Span<double> pane, double value, double total, EventTime at, long offset)
    {
        var count = pane[CountColumn] + 1;
        pane[CountColumn] = count;
        if (count == 1)
        {
            Start(pane, value, total, at, offset);
            return;
        }

        if (offset < pane[FirstOffsetColumn]) pane[FirstOffsetColumn] = offset;
        if (offset > pane[LastOffsetColumn]) pane[LastOffsetColumn] = offset;
        if (_sum >= 0) pane[_sum] += value;
        if (_min >= 0 && value < pane[_min]) pane[_min] = value;
        if (_max >= 0 && value > pane[_max]) pane[_max] = value;
        if (_mean >= 0) AddToMoments(pane, value, count);
        if (_last >= 0) pane[_last] = value;
        if (_lastTotal >= 0) pane[_lastTotal] = total;
        if (_lastTime >= 0) pane[_lastTime] = at.Micros;
        if (_regression.Any) _regression.Add(pane, value, at, count);
        if (_weights.Any) _weights.Add(pane, value, at);
    }

    /// <summary>A value of the pane rests on an earlier record, too.</summary>
    public void Widen(Span<double> pane, long firstOffset) => pane[FirstOffsetColumn] = Math.Min(pane[FirstOffsetColumn], firstOffset);

    /// <summary>Notes which value came last before the first one of a pane; only where <see cref="HasTimeWeights"/>.</summary>
    /// <param name="pane">A pane that holds values.</param>
    /// <param name="at">Microseconds since 1970; NaN where no value is known.</param>
    /// <param name="value">The value.</param>
    public void Follow(Span<double> pane, double at, double value) => _weights.Follow(pane, at, value);

    /// <summary>The last value of a pane and its time in microseconds, NaN where it holds none; only where <see cref="HasTimeWeights"/>.</summary>
    public (double At, double Value) LastOf(ReadOnlySpan<double> pane) => pane[CountColumn] == 0 ? (double.NaN, double.NaN) : _weights.LastOf(pane);

    /// <summary>Completes a window once all of its panes are merged: what holds at its edges is known from here on.</summary>
    /// <param name="pane">All of the window's panes.</param>
    /// <param name="from">The window's start.</param>
    /// <param name="to">Its end, no earlier than its last value.</param>
    public void Close(Span<double> pane, EventTime from, EventTime to)
    {
        if (_weights.Any && pane[CountColumn] > 0) _weights.Close(pane, from, to);
    }

    /// <summary>Merges a later pane into an earlier one.</summary>
    public void Merge(Span<double> into, ReadOnlySpan<double> later)
    {
        if (later[CountColumn] == 0) return;
        if (into[CountColumn] == 0)
        {
            later[..Width].CopyTo(into);
            return;
        }

        if (_mean >= 0) MergeMoments(into, later);
        if (_regression.Any) _regression.Merge(into, into[CountColumn], later, later[CountColumn]);
        if (_weights.Any) _weights.Merge(into, later);
        into[CountColumn] += later[CountColumn];
        into[FirstOffsetColumn] = Math.Min(into[FirstOffsetColumn], later[FirstOffsetColumn]);
        into[LastOffsetColumn] = Math.Max(into[LastOffsetColumn], later[LastOffsetColumn]);
        if (_sum >= 0) into[_sum] += later[_sum];
        if (_min >= 0) into[_min] = Math.Min(into[_min], later[_min]);
        if (_max >= 0) into[_max] = Math.Max(into[_max], later[_max]);
        if (_last >= 0) into[_last] = later[_last];
        if (_lastTotal >= 0) into[_lastTotal] = later[_lastTotal];
        if (_lastTime >= 0) into[_lastTime] = later[_lastTime];
    }

    /// <summary>Fills a pane with columns that format 3 of the state kept: first and last value and the increase between them, where totals are kept now.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    internal void RestoreFormat3(Span<double> pane, ref EarlierTotals totals, ref StateReader reader)
    {
        foreach (var column in (ReadOnlySpan<int>)[_sum, _min, _max, _mean, _squares])
        {
            if (column >= 0) pane[column] = reader.Double();
        }

        var (first, last) = (reader.Double(), reader.Double());
        if (_first >= 0) pane[_first] = first;
        if (_last >= 0) pane[_last] = last;
        if (_firstTime >= 0) (pane[_firstTime], pane[_lastTime]) = (reader.Double(), reader.Double());
        (pane[_firstTotal], pane[_lastTotal]) = totals.Next(first, last, reader.Double());
    }

    /// <summary>Reads one aggregate from a pane or from a merge of panes, which is a window that is closed where <see cref="HasTimeWeights"/>.</summary>
    /// <returns>The result; NaN where there are too few values for it.</returns>
    public double Read(AggregateCall call, ReadOnlySpan<double> pane, PaneSketches? sketches)
    {
        var count = pane[CountColumn];
        if (call.Kind == AggregateKind.Count) return count;
        if (count == 0) return double.NaN;
        return call.Kind switch
        {
            AggregateKind.Sum => pane[_sum],
            AggregateKind.Min => pane[_min],
            AggregateKind.Max => pane[_max],
            AggregateKind.Mean => pane[_sum] / count,
            AggregateKind.Variance => Variance(pane),
            AggregateKind.StandardDeviation => Math.Sqrt(Variance(pane)),
            AggregateKind.First => pane[_first],
            AggregateKind.Last => pane[_last],
            AggregateKind.Delta => pane[_last] - pane[_first],
            AggregateKind.Increase => Increase(pane),
            AggregateKind.Rate => Rate(pane) * call.Per.TotalSeconds,
            AggregateKind.Slope => _regression.Slope(pane, count) * call.Per.TotalMicroseconds,
            AggregateKind.TimeMean => _weights.Mean(pane),
            AggregateKind.TimeIntegral => _weights.Integral(pane) / call.Per.TotalMicroseconds,
            AggregateKind.Distinct => sketches?.Distinct?.Estimate() ?? double.NaN,
            AggregateKind.Quantile => sketches?.Quantile?.Quantile(call.Parameter) ?? double.NaN,
            _ => throw new InvalidOperationException($"no such aggregate: {call.Kind}"),
        };
    }

    private void Start(Span<double> pane, double value, double total, EventTime at, long offset)
    {
        pane[FirstOffsetColumn] = offset;
        pane[LastOffsetColumn] = offset;
        if (_sum >= 0) pane[_sum] = value;
        if (_min >= 0) pane[_min] = value;
        if (_max >= 0) pane[_max] = value;
        if (_mean >= 0) (pane[_mean], pane[_squares]) = (value, 0);
        if (_first >= 0) pane[_first] = value;
        if (_last >= 0) pane[_last] = value;
        if (_firstTime >= 0) pane[_firstTime] = at.Micros;
        if (_lastTime >= 0) pane[_lastTime] = at.Micros;
        if (_firstTotal >= 0) (pane[_firstTotal], pane[_lastTotal]) = (total, total);
        if (_regression.Any) _regression.Start(pane, value, at);
        if (_weights.Any) _weights.Start(pane, value, at);
    }

    private void AddToMoments(Span<double> pane, double value, double count)
    {
        var delta = value - pane[_mean];
        pane[_mean] += delta / count;
        pane[_squares] += delta * (value - pane[_mean]);
    }

    private void MergeMoments(Span<double> into, ReadOnlySpan<double> later)
    {
        var (left, right) = (into[CountColumn], later[CountColumn]);
        var delta = later[_mean] - into[_mean];
        var all = left + right;
        into[_mean] += delta * right / all;
        into[_squares] += later[_squares] + (delta * delta * left * right / all);
    }

    private double Variance(ReadOnlySpan<double> pane) => pane[CountColumn] < 2 ? double.NaN : pane[_squares] / (pane[CountColumn] - 1);

    private double Rate(ReadOnlySpan<double> pane)
    {
        var seconds = (pane[_lastTime] - pane[_firstTime]) / 1e6;
        return seconds > 0 ? Increase(pane) / seconds : double.NaN;
    }

    /// <summary>Never below 0, however the totals were rounded.</summary>
    private double Increase(ReadOnlySpan<double> pane) => Math.Max(0, pane[_lastTotal] - pane[_firstTotal]);
}
