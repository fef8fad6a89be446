using System.Globalization;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>How many signals a task has sent to each partition, and where the last came about: part of its checkpoint, so that what it sends again after a restart
/// has the same numbers and places.</summary>
/// <remarks>Owned by one task.</remarks>
public sealed class SignalNumbers : IKeyedState
{
    private const int MostPartitions = 100_000;
    private const int Log = 0;
    private const string LogKey = "log";
    private long[] _sent = [];

    /// <summary>The partitions of the topic when it began to send; 0 before.</summary>
    public int Partitions => _sent.Length;

    /// <summary>How many segments of a site path formed the area then.</summary>
    public int Depth { get; private set; }

    /// <summary>Where the last signal came about.</summary>
    public SignalPlace Last { get; private set; } = SignalPlace.None;

    /// <summary>How many signals it has sent in all.</summary>
    public long Sent => _sent.Sum();

    string IKeyedState.StateId => "signals:task";

    DirtySlots IKeyedState.Dirty => Changes;

    int IKeyedState.SlotBound => _sent.Length == 0 ? 0 : _sent.Length + 1;

    private DirtySlots Changes { get; } = new();

    /// <summary>How many signals it has sent to a partition.</summary>
    public long this[int partition] => partition < _sent.Length ? _sent[partition] : 0;

    /// <summary>Begins to send.</summary>
    /// <exception cref="InvalidOperationException">It sends to a topic of other partitions, or by another area, already.</exception>
    public void Begin(SignalRoute route)
    {
        if (_sent.Length == route.Partitions && Depth == route.Depth) return;
        if (_sent.Length > 0) throw new InvalidOperationException(FaultOf(route));
        (_sent, Depth) = (new long[route.Partitions], route.Depth);
        Changes.Mark(Log);
    }

    /// <summary>Why it cannot go on by another route; null where it can. State of rules lies where the old one says.</summary>
    public string? FaultOf(SignalRoute route)
    {
        if (_sent.Length == 0 || (_sent.Length == route.Partitions && Depth == route.Depth)) return null;
        const string Remedy = "signals would move to other partitions than the state of their rules; name a new topic in Kafka:Topics:Signals, made with the partitions that "
            + "you want, and rules over several partitions begin anew there (docs/signals.md)";
        return Depth != route.Depth
            ? $"Signals:AreaLevel is the {route.Depth}. level of the site path by now and was the {Depth}.: {Remedy}"
            : $"the topic of signals has {route.Partitions} partitions by now and had {_sent.Length}: {Remedy}";
    }

    /// <summary>Gives the next signal its place and its number.</summary>
    /// <param name="partition">Where it goes.</param>
    /// <param name="offset">See <see cref="SignalPlace"/>.</param>
    /// <param name="index">See <see cref="SignalPlace"/>.</param>
    public (SignalPlace Place, long Number) Next(int partition, long offset, int index)
    {
        var isSame = Last.Offset == offset && Last.Index == index;
        Last = new SignalPlace(offset, index, isSame ? Last.Ordinal + 1 : 0);
        Changes.Mark(Log);
        Changes.Mark(partition + 1);
        return (Last, ++_sent[partition]);
    }

    string IKeyedState.KeyOf(int slot) => slot == Log ? LogKey : (slot - 1).ToString(CultureInfo.InvariantCulture);

    bool IKeyedState.TrySave(int slot, StateWriter writer)
    {
        if (slot > _sent.Length || _sent.Length == 0) return false;
        if (slot != Log)
        {
            writer.Int(_sent[slot - 1]);
            return true;
        }

        writer.Count(_sent.Length);
        writer.Count(Depth);
        writer.Int(Last.Offset);
        writer.Int(Last.Index);
        writer.Int(Last.Ordinal);
        return true;
    }

    void IKeyedState.Restore(string key, ref StateReader reader)
    {
        if (key == LogKey)
        {
            var (partitions, depth) = (reader.Small(), reader.Small());
            if (partitions > MostPartitions) throw new StateFormatException($"{partitions} partitions");
            if (partitions > _sent.Length) Array.Resize(ref _sent, partitions);
            (Depth, Last) = (depth, new SignalPlace(reader.Int(), (int)reader.Int(), (int)reader.Int()));
            return;
        }

        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var partition) || partition >= MostPartitions)
        {
            throw new StateFormatException($"'{key}' is no partition");
        }

        if (partition >= _sent.Length) Array.Resize(ref _sent, partition + 1);
        _sent[partition] = reader.Int();
    }

    void IKeyedState.Forget(string key)
    {
    }

    void IKeyedState.Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("numbers are taken over as they are", nameof(before));
    }

    void IKeyedState.Retire()
    {
    }

    void IKeyedState.Clear() => (_sent, Depth, Last) = ([], 0, SignalPlace.None);

    void IKeyedState.Resume(EventTime now)
    {
    }
}
