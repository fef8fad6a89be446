using System.Runtime.InteropServices;

namespace RiskEngine.Core.Time;

/// <summary>Counts whose times are wrong, late or out of order, and remembers the worst.</summary>
/// <remarks>Bounded: of more than <see cref="Most"/> sources with a fault, the first are remembered and all are counted. Since the task was acquired.</remarks>
public sealed class ClockFaults
{
    /// <summary>Most pairs of source and fault that are remembered.</summary>
    public const int Most = 256;

    private static readonly ClockFaultKind[] Kinds = Enum.GetValues<ClockFaultKind>();
    private readonly Dictionary<(int Source, ClockFaultKind Kind), (TimeSpan By, long Events)> _faults = [];
    private readonly List<(int Source, TimeSpan By)> _aheadOfAll = [];
    private readonly long[] _counts = new long[Kinds.Length];

    /// <summary>Events with a fault.</summary>
    public long CountOf(ClockFaultKind kind) => _counts[(int)kind];

    /// <summary>Notes an event whose time is wrong, late or out of order.</summary>
    /// <param name="source">Symbol of its source.</param>
    /// <param name="kind">What is wrong.</param>
    /// <param name="by">By how much.</param>
    public void Note(int source, ClockFaultKind kind, TimeSpan by)
    {
        _counts[(int)kind]++;
        if (_faults.Count == Most && !_faults.ContainsKey((source, kind))) return;
        ref var fault = ref CollectionsMarshal.GetValueRefOrAddDefault(_faults, (source, kind), out _);
        fault = (by > fault.By ? by : fault.By, fault.Events + 1);
    }

    /// <summary>Notes an event of a recording that is far ahead of all others: a wrong clock, or the first after a pause, which <see cref="TimeMoved"/> tells.</summary>
    public void NoteAheadOfAll(int source, TimeSpan by)
    {
        if (_aheadOfAll.Count == Most) TimeMoved(TimeSpan.Zero);
        _aheadOfAll.Add((source, by));
    }

    /// <summary>Time has gone on: who was far ahead of all others has a wrong clock, unless all have come there at once.</summary>
    public void TimeMoved(TimeSpan by)
    {
        if (_aheadOfAll.Count == 0) return;
        foreach (var (source, ahead) in by < TaskClock.ActiveFor ? _aheadOfAll : []) Note(source, ClockFaultKind.Ahead, ahead);
        _aheadOfAll.Clear();
    }

    /// <summary>The worst, by how much; clocks that are ahead first, then those out of order.</summary>
    /// <param name="nameOf">The name of a source.</param>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<ClockFault> Worst(Func<int, string> nameOf, int most) => _faults.Count == 0 ? [] :
    [
        .. _faults.OrderBy(fault => fault.Key.Kind switch { ClockFaultKind.Ahead => 0, ClockFaultKind.OutOfOrder => 1, _ => 2 })
            .ThenByDescending(fault => fault.Value.By).Take(most)
            .Select(fault => new ClockFault(nameOf(fault.Key.Source), fault.Key.Kind, fault.Value.By, fault.Value.Events)),
    ];
}
