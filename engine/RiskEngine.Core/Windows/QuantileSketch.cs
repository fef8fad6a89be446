using RiskEngine.Core.State;

namespace RiskEngine.Core.Windows;

/// <summary>Estimates any quantile of what was added within 1 % of its value.</summary>
/// <remarks>
/// Masson, Rim and Lee (2019), "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees": values are counted in buckets whose
/// bounds grow by a factor, so order and merging do not change the result. Magnitudes below 1e-9 count as zero. At most 2,048 buckets a side; beyond, the
/// smallest magnitudes share one.
/// </remarks>
public sealed class QuantileSketch
{
    private const double RelativeError = 0.01;
    private const double Smallest = 1e-9;
    private const int MostBuckets = 2048;
    private static readonly double Gamma = (1 + RelativeError) / (1 - RelativeError);
    private static readonly double LogGamma = Math.Log(Gamma);

    private readonly SortedDictionary<int, long> _positive = [];
    private readonly SortedDictionary<int, long> _negative = [];
    private long _zeros;
    private long _count;

    /// <summary>Adds one finite value.</summary>
    public void Add(double value)
    {
        _count++;
        if (value > Smallest) Increase(_positive, BucketOf(value), 1);
        else if (value < -Smallest) Increase(_negative, BucketOf(-value), 1);
        else _zeros++;
    }

    /// <summary>Adds all values of another sketch.</summary>
    public void Merge(QuantileSketch other)
    {
        foreach (var (bucket, count) in other._positive) Increase(_positive, bucket, count);
        foreach (var (bucket, count) in other._negative) Increase(_negative, bucket, count);
        _zeros += other._zeros;
        _count += other._count;
    }

    /// <summary>The value below which the share <paramref name="q"/> of the values lies.</summary>
    /// <param name="q">0 for the smallest, 0.5 for the median, 1 for the largest.</param>
    /// <returns>NaN where nothing was added.</returns>
    public double Quantile(double q)
    {
        if (_count == 0) return double.NaN;
        var rank = (long)Math.Floor(q * (_count - 1));
        foreach (var (bucket, count) in _negative.Reverse())
        {
            if (rank < count) return -ValueOf(bucket);
            rank -= count;
        }

        if (rank < _zeros) return 0;
        rank -= _zeros;
        foreach (var (bucket, count) in _positive)
        {
            if (rank < count) return ValueOf(bucket);
            rank -= count;
        }

        return double.NaN;
    }

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _positive.Clear();
        _negative.Clear();
        _zeros = 0;
        _count = 0;
    }

    /// <summary>Writes the sketch.</summary>
    public void Save(StateWriter writer)
    {
        writer.UInt((ulong)_zeros);
        SaveSide(writer, _positive);
        SaveSide(writer, _negative);
    }

    /// <summary>Replaces the sketch by a saved one.</summary>
    public void Restore(ref StateReader reader)
    {
        Clear();
        _zeros = (long)reader.UInt();
        _count = _zeros + RestoreSide(ref reader, _positive) + RestoreSide(ref reader, _negative);
    }

    private static void SaveSide(StateWriter writer, SortedDictionary<int, long> side)
    {
        writer.Count(side.Count);
        foreach (var (bucket, count) in side)
        {
            writer.Int(bucket);
            writer.UInt((ulong)count);
        }
    }

    private static long RestoreSide(ref StateReader reader, SortedDictionary<int, long> side)
    {
        long total = 0;
        for (var left = reader.Count(); left > 0; left--)
        {
            var bucket = (int)reader.Int();
            var count = (long)reader.UInt();
            side[bucket] = count;
            total += count;
        }

        return total;
    }

    private static void Increase(SortedDictionary<int, long> side, int bucket, long by)
    {
        side[bucket] = side.GetValueOrDefault(bucket) + by;
        if (side.Count <= MostBuckets) return;
        using var smallest = side.GetEnumerator();
        smallest.MoveNext();
        var (first, count) = smallest.Current;
        smallest.MoveNext();
        var second = smallest.Current.Key;
        side.Remove(first);
        side[second] += count;
    }

    private static int BucketOf(double magnitude) => (int)Math.Ceiling(Math.Log(magnitude) / LogGamma);

    private static double ValueOf(int bucket) => 2 * Math.Pow(Gamma, bucket) / (Gamma + 1);
}
