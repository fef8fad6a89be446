using RiskEngine.Core.Time;

namespace RiskEngine.Core.Decoding;

/// <summary>Counts times that are numbers of another unit than milliseconds. Grows to a fixed size; owned by the decoder's thread.</summary>
internal sealed class ReadTimeCounts
{
    private const int MostSources = 5;

    private static readonly UnixUnit[] Units = [UnixUnit.Seconds, UnixUnit.Microseconds, UnixUnit.Nanoseconds];

    private readonly long[] _counts = new long[4];
    private readonly bool[] _hasMore = new bool[4];
    private readonly List<int>[] _sources = [[], [], [], []];

    /// <summary>Counts one time.</summary>
    /// <param name="unit">What it was read as.</param>
    /// <param name="source">The symbol of the event's source.</param>
    public void Count(UnixUnit unit, int source)
    {
        _counts[(int)unit]++;
        var sources = _sources[(int)unit];
        if (sources.Contains(source)) return;
        if (sources.Count < MostSources) sources.Add(source);
        else _hasMore[(int)unit] = true;
    }

    /// <summary>The counts that are not 0.</summary>
    /// <param name="nameOf">The name of a source.</param>
    public IReadOnlyList<ReadTimes> Tell(Func<int, string> nameOf) =>
    [
        .. Units.Where(unit => _counts[(int)unit] > 0)
            .Select(unit => new ReadTimes(unit, _counts[(int)unit], [.. _sources[(int)unit].Select(nameOf)], _hasMore[(int)unit])),
    ];
}
