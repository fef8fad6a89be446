using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>The values of one key inside a sliding window <c>(t - size, t]</c>, with any mergeable aggregate in amortised constant time.</summary>
/// <remarks>
/// Two stacks: the older half keeps suffix aggregates, the newer half one running aggregate (Tangwongsan, Hirzel and Schneider 2017, "Low-latency
/// sliding-window aggregation in worst-case constant time", describe the family). Quantiles and distinct counts are merged at each read instead.
/// Beyond <see cref="Capacity"/> values the oldest leave early.
/// </remarks>
public sealed class SlidingSamples(PaneLayout layout)
{
    /// <summary>Most values kept for one key.</summary>
    public const int Capacity = 16_384;

    private readonly double[] _newer = new double[layout.Width];
    private Sample[] _ring = new Sample[4];
    private double[] _totals = layout.HasTotals ? new double[4] : [];
    private double[] _suffixes = [];
    private int _head;
    private int _older;
    private (double At, double Value) _before = (double.NaN, double.NaN);

    /// <summary>How many values are in the window.</summary>
    public int Count { get; private set; }

    /// <summary>Time of the oldest value; only where there is one.</summary>
    public EventTime Oldest => At(0).At;

    /// <summary>Time of the newest value; only where there is one.</summary>
    public EventTime Newest => At(Count - 1).At;

    /// <summary>Adds a value no earlier than those before it.</summary>
    /// <param name="value">The value.</param>
    /// <param name="hash">What tells it apart, for sketches of different texts; 0 where it is a number.</param>
    /// <param name="at">Its time.</param>
    /// <param name="offset">Its place in the log.</param>
    /// <param name="total">What its register has counted, where the layout has totals.</param>
    public void Add(double value, ulong hash, EventTime at, long offset, double total = 0)
    {
        if (Count == Capacity) RemoveOldest();
        if (Count == _ring.Length) Grow();
        var place = (_head + Count++) % _ring.Length;
        _ring[place] = new Sample(at, value, hash, offset);
        if (layout.HasTotals) _totals[place] = total;
        layout.Add(_newer, value, total, at, offset);
    }

    /// <summary>Removes the values at or before a time.</summary>
    public void RemoveUntil(EventTime bound)
    {
        while (Count > 0 && At(0).At <= bound) RemoveOldest();
    }

    /// <summary>Writes the aggregate columns of all values into <paramref name="into"/>, and their sketches where asked for.</summary>
    /// <param name="into">Receives the columns of the window, which is closed; overwritten.</param>
    /// <param name="sketches">Receives the sketches; cleared first.</param>
    /// <param name="from">The window's start.</param>
    /// <param name="to">Its end, no earlier than the newest value.</param>
    public void Read(Span<double> into, PaneSketches? sketches, EventTime from, EventTime to)
    {
        into[..layout.Width].Clear();
        if (_older > 0) _suffixes.AsSpan((_older - 1) * layout.Width, layout.Width).CopyTo(into);
        layout.Merge(into, _newer);
        if (layout.HasTimeWeights && Count > 0)
        {
            layout.Follow(into, _before.At, _before.Value);
            layout.Close(into, from, to);
        }

        if (sketches is null) return;
        sketches.Clear();
        for (var i = 0; i < Count; i++) sketches.Add(At(i).Value, At(i).Hash);
    }

    /// <summary>Writes the values, and where the two stacks meet, so that restored sums are equal to the last bit.</summary>
    public void Save(StateWriter writer)
    {
        writer.Count(Count);
        writer.Count(_older);
        long lastTime = 0;
        long lastOffset = 0;
        for (var i = 0; i < Count; i++)
        {
            ref readonly var sample = ref At(i);
            writer.Int(sample.At.Micros - lastTime);
            writer.Int(sample.Offset - lastOffset);
            writer.Double(sample.Value);
            if (layout.HasTotals) writer.Double(TotalAt(i));
            if (layout.HasDistinct) writer.Double(BitConverter.UInt64BitsToDouble(sample.Hash));
            (lastTime, lastOffset) = (sample.At.Micros, sample.Offset);
        }

        if (!layout.HasTimeWeights) return;
        writer.Double(_before.At);
        writer.Double(_before.Value);
    }

    /// <summary>Replaces the values by saved ones.</summary>
    /// <returns>What was counted where the values are of format 3; nothing where they are not.</returns>
    /// <exception cref="StateFormatException">The bytes are damaged.</exception>
    internal EarlierTotals Restore(ref StateReader reader)
    {
        var earlier = new EarlierTotals();
        var isEarlier = layout.HasTotals && reader.Format < StateReader.WithTotals;
        (_head, _older, Count) = (0, 0, 0);
        Array.Clear(_newer);
        var time = EventTime.Epoch;
        long offset = 0;
        var count = reader.Count();
        var older = reader.Count();
        for (var i = 0; i < count; i++)
        {
            var before = time;
            time = reader.Time(before);
            if (i > 0 && time < before) throw new StateFormatException("values that go back in time");
            offset += reader.Int();
            var value = reader.Double();
            var total = isEarlier ? earlier.Next(value, value, 0).Last : layout.HasTotals ? reader.Double() : 0;
            var hash = layout.HasDistinct ? BitConverter.DoubleToUInt64Bits(reader.Double()) : 0;
            Add(value, hash, time, offset, total);
            if (i == older - 1) TurnOver();
        }

        if (layout.HasTimeWeights) _before = (reader.Double(), reader.Double());
        return earlier;
    }

    private ref readonly Sample At(int index) => ref _ring[(_head + index) % _ring.Length];

    private double TotalAt(int index) => layout.HasTotals ? _totals[(_head + index) % _ring.Length] : 0;

    private void RemoveOldest()
    {
        if (_older == 0) TurnOver();
        if (layout.HasTimeWeights) _before = (At(0).At.Micros, At(0).Value);
        _head = (_head + 1) % _ring.Length;
        Count--;
        _older--;
    }

    /// <summary>Makes all values "older": one suffix aggregate for each, the whole window's last.</summary>
    private void TurnOver()
    {
        var width = layout.Width;
        if (_suffixes.Length < Count * width) _suffixes = new double[Math.Max(Count, _ring.Length) * width];
        for (var i = Count - 1; i >= 0; i--)
        {
            var suffix = _suffixes.AsSpan((Count - 1 - i) * width, width);
            suffix.Clear();
            ref readonly var sample = ref At(i);
            layout.Add(suffix, sample.Value, TotalAt(i), sample.At, sample.Offset);
            if (i < Count - 1) layout.Merge(suffix, _suffixes.AsSpan((Count - 2 - i) * width, width));
        }

        _older = Count;
        Array.Clear(_newer);
    }

    private void Grow()
    {
        var larger = new Sample[_ring.Length * 2];
        var totals = layout.HasTotals ? new double[larger.Length] : [];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = At(i);
            if (layout.HasTotals) totals[i] = TotalAt(i);
        }

        (_ring, _totals) = (larger, totals);
        _head = 0;
    }

    private readonly record struct Sample(EventTime At, double Value, ulong Hash, long Offset);
}
