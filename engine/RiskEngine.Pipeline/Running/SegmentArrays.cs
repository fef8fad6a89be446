using System.Collections.Concurrent;

namespace RiskEngine.Pipeline.Running;

/// <summary>Arrays for segments, used again by all tasks.</summary>
/// <remarks>
/// A segment of a million sources has tens of megabytes. A new array each time would go to the large object heap, which is collected rarely; one kept by each
/// task would be held idle most of the time, because large checkpoints are taken one after the other (<see cref="CheckpointPace"/>). Any thread may call.
/// </remarks>
public sealed class SegmentArrays
{
    /// <summary>From this size on only a few are kept.</summary>
    private const int LargeBytes = 4 * 1024 * 1024;
    private const int MostLarge = 4;
    private const int MostSmall = 256;
    private readonly ConcurrentBag<byte[]> _small = [];
    private readonly ConcurrentBag<byte[]> _large = [];

    /// <summary>An array of any length, which the caller may replace by a larger one.</summary>
    /// <param name="expected">Bytes that the caller is likely to need.</param>
    public byte[] Take(int expected) => (expected < LargeBytes ? _small : _large).TryTake(out var array) ? array : [];

    /// <summary>Gives an array back that nobody holds any more.</summary>
    public void Return(byte[] array)
    {
        if (array.Length == 0) return;
        var (kept, most) = array.Length < LargeBytes ? (_small, MostSmall) : (_large, MostLarge);
        if (kept.Count < most) kept.Add(array);
    }
}
