using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>The producers of signals, as one partition of the signals log tells of them: which of their records count, and how far all of them have come.</summary>
/// <remarks>
/// <para>A signal counts once: whatever lies at or before the last place of its producer has been taken in. What the clock of an owner says that has lost its task
/// does not count once its successor has spoken.</para>
/// <para>The least clock is that of the slowest producer. The clock of one whose log holds no more goes on at wall speed, so it holds nobody up; nor does one that
/// has seen no event, or is more than <see cref="IdleAllowance"/> behind then, as at the end of an old log. One that has not been heard of for
/// <paramref name="patience"/>, by the times at which the log took the others' records and while there were any, is missing: time goes on without it, and
/// whoever is told of something is told that it is missing.</para>
/// <para>All of it follows from the log alone, so a replay gives the same. Owned by one task.</para>
/// </remarks>
/// <param name="patience">How long a producer that says nothing is waited for.</param>
public sealed class ProducerRoster(TimeSpan patience) : IKeyedState
{
    /// <summary>How far behind the others a producer may be whose log holds no more, and be waited for.</summary>
    public static readonly TimeSpan IdleAllowance = TimeSpan.FromMinutes(30);

    private const int MostProducers = 100_000;
    private const int LogSlot = 0;
    private const string LogKey = "log";

    // A log in which nobody speaks says nothing of anybody: a living producer speaks more often.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(6);
    private readonly SortedDictionary<string, ProducerState> _byName = new(StringComparer.Ordinal);
    private readonly List<ProducerState> _bySlot = [];
    private readonly Dictionary<string, int> _slots = [];
    private readonly SortedSet<long> _skipped = [];
    private EventTime _appended = EventTime.MinValue;
    private EventTime _now = EventTime.Epoch;
    private string[] _missing = [];

    /// <summary>Signals that had been taken in before.</summary>
    public long Repeated { get; private set; }

    /// <summary>Records of owners that had lost their task.</summary>
    public long Superseded { get; private set; }

    /// <summary>Signals that never came: between two numbers that did.</summary>
    public long Gaps { get; private set; }

    /// <summary>How many producers there are, as far as anybody has told.</summary>
    public int Count => _bySlot.Count(producer => producer.IsListed);

    /// <summary>Their names, in order.</summary>
    public IEnumerable<string> Names => _byName.Values.Where(producer => producer.IsListed).Select(producer => producer.Name);

    /// <summary>The producers that are missing now, by name.</summary>
    public IReadOnlyList<string> Missing => _missing;

    string IKeyedState.StateId => "producers:task";

    DirtySlots IKeyedState.Dirty => Changes;

    int IKeyedState.SlotBound => _bySlot.Count == 0 ? 0 : _bySlot.Count + 1;

    private DirtySlots Changes { get; } = new();

    /// <summary>Takes a record in: whether it counts, and what it says of its producer.</summary>
    /// <param name="head">The record.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="appendedUnixMillis">When the log took it, milliseconds since the epoch.</param>
    public ProducerVerdict Take(SignalHead head, long offset, long appendedUnixMillis)
    {
        PassTime(EventTime.FromUnixMilliseconds(appendedUnixMillis));
        var producer = ProducerOf(head.Producer);
        if (!Counts(head, producer))
        {
            Superseded++;
            return Skip(ProducerVerdict.Superseded, offset);
        }

        if (!producer.HasSpoken)
        {
            // Who begins to read in the middle of the log has missed what was before, and no more.
            producer.IsListed = true;
            producer.Number = head.IsSignal ? head.Number - 1 : head.Number;
        }

        (producer.HasSpoken, producer.Heard) = (true, _now);
        Changes.Mark(_slots[head.Producer]);
        return head.Kind switch
        {
            SignalKind.Owner => TakeOwner(head),
            SignalKind.Marker => TakeMarker(head, producer),
            _ => TakeSignal(head, producer, offset),
        };
    }

    /// <summary>Whether a record that is read again after a restart, before the place of the checkpoint, did not count when it was read first.</summary>
    /// <param name="offset">Its offset.</param>
    public bool WasSkipped(long offset) => _skipped.Contains(offset);

    /// <summary>Records below an offset are never read again.</summary>
    public void ForgetSkippedBelow(long offset)
    {
        if (_skipped.Count == 0 || _skipped.Min >= offset) return;
        while (_skipped.Count > 0 && _skipped.Min < offset) _skipped.Remove(_skipped.Min);
        Changes.Mark(LogSlot);
    }

    /// <summary>How far the slowest producer has come whose log holds more, as of the last <see cref="Least"/>; null where all have read theirs, or are missing.</summary>
    /// <remarks>To slow others down helps no one who has nothing to read: its clock goes on at wall speed.</remarks>
    public EventTime? Slowest { get; private set; }

    /// <summary>How far all producers have come that need be waited for; null where that is not known yet.</summary>
    public EventTime? Least()
    {
        var furthest = EventTime.MinValue;
        foreach (var producer in _bySlot)
        {
            if (producer.IsListed && !IsMissing(producer)) furthest = EventTime.Max(furthest, producer.Clock);
        }

        var least = furthest;
        Slowest = null;
        List<string>? missing = null;
        var isKnown = true;
        foreach (var producer in _byName.Values)
        {
            if (!producer.IsListed) continue;
            if (IsMissing(producer))
            {
                (missing ??= []).Add(producer.Name);
                continue;
            }

            if (!producer.IsIdle && !(producer.Clock >= Slowest)) Slowest = producer.Clock;
            if (producer.Clock == EventTime.MinValue) isKnown &= producer is { HasSpoken: true, IsIdle: true };
            else if (!producer.IsIdle || producer.Clock >= furthest - IdleAllowance) least = EventTime.Min(least, producer.Clock);
        }

        _missing = missing is null ? [] : [.. missing];
        return isKnown && least > EventTime.MinValue ? least : null;
    }

    string IKeyedState.KeyOf(int slot) => slot == LogSlot ? LogKey : _bySlot[slot - 1].Name;

    bool IKeyedState.TrySave(int slot, StateWriter writer)
    {
        if (slot != LogSlot)
        {
            _bySlot[slot - 1].Save(writer);
            return true;
        }

        writer.Int(_appended.Micros);
        writer.Int(_now.Micros);
        writer.Count(_skipped.Count);
        var before = 0L;
        foreach (var offset in _skipped)
        {
            writer.Int(offset - before);
            before = offset;
        }

        return true;
    }

    void IKeyedState.Restore(string key, ref StateReader reader)
    {
        if (key == LogKey)
        {
            _skipped.Clear();
            (_appended, _now) = (reader.TimeAhead(), reader.TimeAhead());
            var before = 0L;
            for (var left = reader.Count(); left > 0; left--) _skipped.Add(before += reader.Int());
            return;
        }

        if (key.Length == 0 || _bySlot.Count >= MostProducers) throw new StateFormatException("a producer too many, or without a name");
        ProducerOf(key).Restore(ref reader);
    }

    void IKeyedState.Forget(string key)
    {
        if (key == LogKey) _skipped.Clear();
        else if (_byName.TryGetValue(key, out var producer)) producer.IsListed = false;
    }

    void IKeyedState.Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("producers are taken over as they are", nameof(before));
    }

    void IKeyedState.Retire()
    {
    }

    void IKeyedState.Clear()
    {
        _byName.Clear();
        _bySlot.Clear();
        _slots.Clear();
        _skipped.Clear();
    }

    void IKeyedState.Resume(EventTime now)
    {
        Least();
    }

    /// <summary>Remembers that a record did not count, as long as it may be read again.</summary>
    private ProducerVerdict Skip(ProducerVerdict verdict, long offset)
    {
        _skipped.Add(offset);
        Changes.Mark(LogSlot);
        return verdict;
    }

    /// <summary>Lets the time go on in which producers are heard of, or not.</summary>
    private void PassTime(EventTime appended)
    {
        Changes.Mark(LogSlot);
        if (appended <= _appended) return;
        if (_appended > EventTime.MinValue) _now += appended - _appended < LongestPause ? appended - _appended : LongestPause;
        _appended = appended;
    }

    private bool IsMissing(ProducerState producer) => _now - producer.Heard > patience;

    /// <summary>Whether a record counts, whoever sent it.</summary>
    /// <remarks>Who introduced itself last owns the task. What an event has caused is the same whoever owns it; what a clock says is not. Epochs do not tell who came
    /// later: a store that loses its last steps gives lower ones. An owner introduces itself again and again, so that one which was held up on its way to its introduction, and
    /// has lost the task meanwhile, speaks for it only for moments.</remarks>
    private static bool Counts(SignalHead head, ProducerState producer)
    {
        if (head.Kind == SignalKind.Owner || !producer.HasSpoken) producer.Epoch = head.Epoch;
        return head.Epoch == producer.Epoch || (head.IsSignal && head.Place.Index > 0);
    }

    private ProducerVerdict TakeSignal(SignalHead head, ProducerState producer, long offset)
    {
        if (head.Place <= producer.Last)
        {
            Repeated++;
            return Skip(ProducerVerdict.Repeated, offset);
        }

        Miss(producer, head.Number - 1);
        (producer.Last, producer.Number, producer.IsIdle) = (head.Place, head.Number, false);
        return ProducerVerdict.New;
    }

    private ProducerVerdict TakeMarker(SignalHead head, ProducerState producer)
    {
        Miss(producer, head.Number);
        if (head.Clock is { } clock) producer.Clock = EventTime.Max(producer.Clock, clock);
        producer.IsIdle = head.IsIdle;
        return ProducerVerdict.New;
    }

    /// <summary>Counts the signals up to a number that should have come before and did not.</summary>
    private void Miss(ProducerState producer, long number)
    {
        if (number <= producer.Number) return;
        Gaps += number - producer.Number;
        producer.Number = number;
    }

    private ProducerVerdict TakeOwner(SignalHead head)
    {
        var listed = head.Producers.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(partition => $"{topic.Key}/{partition}")).ToHashSet();
        foreach (var name in listed.Order(StringComparer.Ordinal)) ProducerOf(name);
        foreach (var producer in _bySlot)
        {
            var isListed = listed.Contains(producer.Name);
            if (producer.IsListed == isListed) continue;
            producer.IsListed = isListed;
            if (isListed && !producer.HasSpoken) producer.Heard = _now;
            Changes.Mark(_slots[producer.Name]);
        }

        return ProducerVerdict.New;
    }

    private ProducerState ProducerOf(string name)
    {
        if (_byName.TryGetValue(name, out var known)) return known;
        var producer = new ProducerState(name) { Heard = _now };
        _byName.Add(name, producer);
        _bySlot.Add(producer);
        _slots.Add(name, _bySlot.Count);
        return producer;
    }
}
