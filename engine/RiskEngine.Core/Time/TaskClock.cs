namespace RiskEngine.Core.Time;

/// <summary>The clocks of one task: how far each of its sources has come, and the newest event time that the task may believe.</summary>
/// <remarks>
/// One wrong clock must not move the others, so a single source cannot move <see cref="Newest"/> alone. A time that the log took within
/// <see cref="LiveWithin"/> of its own is believed. Any other counts as no later than the log took it, and only once a tenth of the sources that spoke within
/// <see cref="ActiveFor"/>, and two at least, have come as far; where only one speaks, once it goes on from there. Memory per source that is not live: 9 bytes. Owned by one task.
/// </remarks>
public sealed class TaskClock
{
    /// <summary>How far before its append time an event may lie and be live.</summary>
    public static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(5);

    /// <summary>How long after its newest event a source has a say in how late it is.</summary>
    public static readonly TimeSpan ActiveFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(1);

    // In a recording, a source that is alone moves time from its second event on, unless its clock jumps: the first row may be that of another year.
    private static readonly TimeSpan LongestStep = TimeSpan.FromDays(90);
    private const long MinuteMicros = 60_000_000;
    private readonly bool _believesAll;
    private readonly PriorityQueue<int, long> _ahead = new();
    private readonly Dictionary<long, int> _byMinute = [];
    private EventTime[] _clocks = [];
    private bool[] _isAhead = [];
    private int _active;
    private long _oldestMinute = long.MinValue;

    /// <summary>Clocks of a task that has seen nothing.</summary>
    /// <param name="believesAll">Whether every time is believed, as where all events are known to be right.</param>
    public TaskClock(bool believesAll = false) => _believesAll = believesAll;

    /// <summary>A clock that no event moves: it is told how far time has come.</summary>
    public static TaskClock Told() => new() { IsTold = true };

    /// <summary>Whether no event moves it.</summary>
    public bool IsTold { get; private init; }

    /// <summary>The newest event time that may be believed; idle ticks move it on. It never moves back.</summary>
    public EventTime Newest { get; private set; } = EventTime.MinValue;

    /// <summary>One more than the largest symbol of a source that has a clock here.</summary>
    public int SourceBound => _clocks.Length;

    /// <summary>How far a source has come, as far as that may be believed; <see cref="EventTime.MinValue"/> where nobody knows.</summary>
    public EventTime Of(int source) => source < _clocks.Length ? _clocks[source] : EventTime.MinValue;

    /// <summary>No source has come further.</summary>
    public EventTime Latest { get; private set; } = EventTime.MinValue;

    /// <summary>Takes in the time of an event.</summary>
    /// <param name="source">Symbol of its source.</param>
    /// <param name="at">Its time.</param>
    /// <param name="appendedUnixMillis">When the log took it, milliseconds since the epoch; 0 where nobody knows.</param>
    /// <returns>Whether the source has a clock of its own here that went on; those of live sources are not kept.</returns>
    public bool Observe(int source, EventTime at, long appendedUnixMillis = 0)
    {
        if (at > Latest) Latest = at;
        if (IsTold) return false;
        if (_believesAll)
        {
            AdvanceTo(at);
            return false;
        }

        var plausible = at;
        if (appendedUnixMillis > 0)
        {
            var appended = EventTime.FromUnixMilliseconds(appendedUnixMillis);
            plausible = EventTime.Min(at, appended);
            if (at >= appended - LiveWithin && at <= appended + Skew)
            {
                AdvanceTo(plausible);
                return false;
            }
        }

        if (source >= _clocks.Length) Grow(source);
        var before = _clocks[source];
        if (plausible <= before) return false;
        _clocks[source] = plausible;
        Count(before, plausible);
        if (plausible <= Newest) return true;
        if (!_isAhead[source]) SetAhead(source, plausible);
        var isBelieved = appendedUnixMillis > 0 || (before > EventTime.MinValue && at - before <= LongestStep);
        var enough = _active < 2 && isBelieved ? 1 : Math.Max(2, _active / 10);
        while (_ahead.Count >= enough) TakeLeast();
        return true;
    }

    /// <summary>Time has come this far, whatever the sources say.</summary>
    public void AdvanceTo(EventTime reached)
    {
        if (reached > Newest) Newest = reached;
        if (reached > Latest) Latest = reached;
    }

    /// <summary>How far a source had come: from a checkpoint.</summary>
    public void Restore(int source, EventTime at)
    {
        if (source >= _clocks.Length) Grow(source);
        _clocks[source] = at;
        if (at > Latest) Latest = at;
    }

    /// <summary>Forgets a source.</summary>
    public void Forget(int source)
    {
        if (source < _clocks.Length) _clocks[source] = EventTime.MinValue;
    }

    /// <summary>Goes on once all clocks were restored.</summary>
    /// <param name="newest">The newest time then.</param>
    public void Resume(EventTime newest)
    {
        AdvanceTo(newest);
        _ahead.Clear();
        _byMinute.Clear();
        Array.Clear(_isAhead);
        (_active, _oldestMinute) = (0, OldestActive(newest));
        for (var source = 0; source < _clocks.Length; source++)
        {
            if (_clocks[source] == EventTime.MinValue) continue;
            Count(EventTime.MinValue, _clocks[source]);
            if (_clocks[source] > newest) SetAhead(source, _clocks[source]);
        }
    }

    /// <summary>The last time that the sources reached at the end of a recording: later than <see cref="Newest"/> by no more than <see cref="ActiveFor"/>.</summary>
    public EventTime LastOfRecording()
    {
        var last = Newest;
        var most = Newest == EventTime.MinValue ? EventTime.MaxValue : Newest + ActiveFor;
        foreach (var clock in _clocks)
        {
            if (clock <= most && clock > last) last = clock;
        }

        return last;
    }

    /// <summary>Looks at the source that was least far ahead: time has come as far as it, unless it has gone on meanwhile.</summary>
    private void TakeLeast()
    {
        _ahead.TryDequeue(out var source, out var at);
        if (_clocks[source].Micros > at)
        {
            _ahead.Enqueue(source, _clocks[source].Micros);
            return;
        }

        _isAhead[source] = false;
        AdvanceTo(new EventTime(at));
    }

    private void SetAhead(int source, EventTime at)
    {
        _isAhead[source] = true;
        _ahead.Enqueue(source, at.Micros);
    }

    private void Count(EventTime before, EventTime at)
    {
        var (old, minute) = (MinuteOf(before), MinuteOf(at));
        if (old == minute && before != EventTime.MinValue) return;
        DropInactive();
        if (before != EventTime.MinValue && old >= _oldestMinute && _byMinute.TryGetValue(old, out var count))
        {
            _byMinute[old] = count - 1;
            _active--;
        }

        if (minute < _oldestMinute) return;
        _byMinute[minute] = _byMinute.GetValueOrDefault(minute) + 1;
        _active++;
    }

    private void DropInactive()
    {
        var oldest = OldestActive(Newest);
        if (oldest <= _oldestMinute) return;
        if (_oldestMinute == long.MinValue || oldest - _oldestMinute > _byMinute.Count)
        {
            foreach (var (minute, sources) in _byMinute)
            {
                if (minute < oldest && _byMinute.Remove(minute)) _active -= sources;
            }
        }
        else
        {
            for (var minute = _oldestMinute; minute < oldest; minute++)
            {
                if (_byMinute.Remove(minute, out var sources)) _active -= sources;
            }
        }

        _oldestMinute = oldest;
    }

    private static long OldestActive(EventTime newest) => newest == EventTime.MinValue ? long.MinValue : MinuteOf(newest - ActiveFor);

    private static long MinuteOf(EventTime at) => at.Micros / MinuteMicros;

    private void Grow(int source)
    {
        var (length, from) = (Math.Max(Math.Max(_clocks.Length * 2, 256), source + 1), _clocks.Length);
        Array.Resize(ref _clocks, length);
        Array.Resize(ref _isAhead, length);
        _clocks.AsSpan(from).Fill(EventTime.MinValue);
    }
}
