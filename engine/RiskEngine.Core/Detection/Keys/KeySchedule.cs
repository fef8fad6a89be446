using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>The clocks of the keys of some rules, and what is due for each key: its timers and the ends of its windows, in the order of event time.</summary>
/// <remarks>
/// A key comes as far as its own events say, and, once it is silent, as far as the floor: the newest time of the task less the lateness.
/// It is silent when the floor has passed what the newest time was at its last event: whoever sends a backlog is not, however old what it sends. Keys that
/// several sources feed see events in the order of time and have no clock but the floor. Owned by one task. Memory per key: 40 bytes, and 32 for each timer.
/// </remarks>
/// <param name="id">What its clocks are called in the state.</param>
/// <param name="keys">The keys.</param>
/// <param name="lateness">How long the silence of a key is no silence; zero or above.</param>
internal sealed partial class KeySchedule(string id, KeyDirectory keys, TimeSpan lateness) : ITimers, IKeyedState, IExpiring
{
    /// <summary>How far behind the newest time of the task an event is one of a backlog.</summary>
    private static readonly TimeSpan BacklogFrom = TimeSpan.FromMinutes(1);

    private const int None = -1;
    private readonly PriorityQueue<int, long> _queue = new();
    private Key[] _keys = [];
    private Timer[] _timers = new Timer[64];
    private int _free = None;
    private int _used;
    private IHopping[] _hopping = [];
    private bool _isOver;

    /// <summary>How long after the newest event of the task a key may still speak.</summary>
    public TimeSpan Lateness => lateness;

    public KeyDirectory Keys => keys;

    /// <summary>Whether its keys are sources, or what one source speaks of, each with a clock of its own.</summary>
    public bool IsOfSources { get; } = keys.By.IsOfOneSource;

    /// <summary>How far silent keys have come.</summary>
    public EventTime Floor { get; private set; } = EventTime.MinValue;

    /// <summary>Whether the event that arrived last is not earlier than those of its key before it.</summary>
    public bool IsInOrder { get; private set; }

    /// <summary>Whether what happens now is caused by an event that came long after its time: one of a backlog.</summary>
    public bool IsBehind { get; private set; }

    /// <summary>Whether what happens now is decided by silence, and not by an event of the key.</summary>
    public bool DecidesBySilence { get; private set; }

    /// <summary>Whether a key has been silent so long that the floor decides for it.</summary>
    public bool IsSilent(int slot) => _isOver || slot >= _keys.Length || _keys[slot].Seen < Floor;

    /// <summary>Up to which time, not included, the timers of a key have run.</summary>
    public EventTime RunUntil(int slot) => IsSilent(slot) ? EventTime.Max(ClockOf(slot), Floor) : ClockOf(slot);

    /// <summary>How far a source has come by its own events; <see cref="EventTime.MinValue"/> where it has sent none.</summary>
    public EventTime ClockOf(int slot) => slot < _keys.Length ? _keys[slot].At : EventTime.MinValue;

    /// <summary>The newest time of the task when the last event of a source came; <see cref="EventTime.MinValue"/> where none has.</summary>
    public EventTime SeenOf(int slot) => slot < _keys.Length ? _keys[slot].Seen : EventTime.MinValue;

    /// <summary>An event of a source has come: what is due before it happens now. Says <see cref="IsInOrder"/>.</summary>
    /// <param name="slot">The source.</param>
    /// <param name="at">The time of the event.</param>
    /// <param name="newest">The newest time of the task when it came; null where it came before and has waited since.</param>
    public void Arrive(int slot, EventTime at, EventTime? newest)
    {
        ref var key = ref KeyAt(slot);
        if (newest is { } seen) key.Seen = seen;
        Dirty.Mark(slot);
        (IsInOrder, IsBehind) = (at >= key.At, at < key.Seen - BacklogFrom);
        if (!IsInOrder) return;
        key.At = at;
        if (key.Next <= at) Run(slot, at);
    }

    /// <summary>An event of a source has come that waits because events may come in disorder: the source has come as far as no earlier one is expected.</summary>
    /// <param name="slot">The source.</param>
    /// <param name="to">That time.</param>
    /// <param name="newest">The newest time of the task.</param>
    public void ArriveToWait(int slot, EventTime to, EventTime newest)
    {
        ref var key = ref KeyAt(slot);
        key.Seen = newest;
        Dirty.Mark(slot);
        if (to <= key.At) return;
        (key.At, IsBehind) = (to, to < newest - BacklogFrom);
        if (key.Next <= to) Run(slot, to);
    }

    /// <summary>A key has come so far: what is due for it before the events of that time happens now.</summary>
    public void Reach(int slot, EventTime to)
    {
        if (KeyAt(slot).Next <= to) Run(slot, to);
    }

    /// <summary>The windows that end for its keys are those of these detectors from now on.</summary>
    public void GoOnWith(IEnumerable<IHopping> hopping)
    {
        _hopping = [.. hopping];
        foreach (ref var key in _keys.AsSpan()) key.Next = EventTime.MinValue;
    }

    /// <inheritdoc/>
    public void Set(EventTime due, TimerClass timerClass, TimerTarget target, int slot)
    {
        ref var key = ref KeyAt(slot);
        var timer = NewTimer();
        _timers[timer] = new Timer { Due = due, Class = timerClass, Target = target };
        ref var link = ref key.First;
        while (link != None && !(due < _timers[link].Due || (due == _timers[link].Due && timerClass < _timers[link].Class))) link = ref _timers[link].Next;
        _timers[timer].Next = link;
        link = timer;
        if (due < key.Next) key.Next = due;
        Queue(slot, ref key);
    }

    /// <summary>A window of a key ends at this time that has data for the first time, or again.</summary>
    public void Expect(int slot, EventTime end)
    {
        ref var key = ref KeyAt(slot);
        if (end < key.Next) key.Next = end;
        if (end <= Floor) LookWhenSilent(slot);
    }

    /// <summary>The floor looks at a key once it is silent: windows of it wait for that.</summary>
    public void LookWhenSilent(int slot)
    {
        ref var key = ref KeyAt(slot);
        if (key.Queued <= key.Seen.Micros) return;
        key.Queued = key.Seen.Micros;
        _queue.Enqueue(slot, key.Queued);
    }

    /// <summary>Silent keys have come so far.</summary>
    /// <param name="floor">The time that is reached.</param>
    /// <param name="isOver">Whether nothing else will come, so that all keys are silent.</param>
    public void RaiseFloor(EventTime floor, bool isOver = false)
    {
        if (floor < Floor || (floor == Floor && !isOver)) return;
        (Floor, _isOver, DecidesBySilence, IsBehind) = (floor, isOver, true, false);
        while (_queue.TryPeek(out var slot, out var due) && due < floor.Micros)
        {
            _queue.Dequeue();
            if (_keys[slot].Queued != due) continue;
            _keys[slot].Queued = long.MaxValue;
            if (!IsSilent(slot))
            {
                LookWhenSilent(slot);
                continue;
            }

            Run(slot, floor);
            Queue(slot, ref _keys[slot]);
        }

        foreach (var one in _hopping)
        {
            if (isOver || one.NextSweep <= floor) one.Sweep(floor, this);
        }

        (DecidesBySilence, _isOver) = (false, false);
    }

    /// <summary>Runs what is due for one key, in order.</summary>
    public void Run(int slot, EventTime to)
    {
        KeyAt(slot).Next = EventTime.MinValue;
        while (true)
        {
            var first = _keys[slot].First;
            var due = first == None ? EventTime.MaxValue : _timers[first].Due;
            var (end, ending) = NextEnd(slot);
            if (ending is not null && end <= due)
            {
                if (end > to)
                {
                    _keys[slot].Next = end;
                    return;
                }

                ending.End(slot, end);
                continue;
            }

            if (due > to || (due == to && _timers[first].Class != TimerClass.Window))
            {
                _keys[slot].Next = due;
                return;
            }

            var target = _timers[first].Target;
            _keys[slot].First = _timers[first].Next;
            Release(first);
            target?.Part?.OnTimer(slot, due);
        }
    }

    /// <summary>Stands at a floor, because the state of a checkpoint follows, or because it is new.</summary>
    public void BeginAt(EventTime newest)
    {
        if (newest > EventTime.MinValue) Floor = newest - lateness;
    }

    private (EventTime End, IHopping? Ending) NextEnd(int slot)
    {
        var end = EventTime.MaxValue;
        IHopping? ending = null;
        foreach (var one in _hopping)
        {
            if (one.NextEnd(slot) is var next && next < end) (end, ending) = (next, one);
        }

        return (end, ending);
    }

    private void Queue(int slot, ref Key key)
    {
        if (key.First == None) return;

        // The end of a window comes before the events of its time, so it is due a moment earlier than other timers.
        var due = _timers[key.First].Due.Micros - (_timers[key.First].Class == TimerClass.Window ? 1 : 0);
        if (due >= key.Queued) return;
        key.Queued = due;
        _queue.Enqueue(slot, due);
    }

    private ref Key KeyAt(int slot)
    {
        if (slot >= _keys.Length)
        {
            var from = _keys.Length;
            Array.Resize(ref _keys, Math.Max(Math.Max(from * 2, 64), slot + 1));
            _keys.AsSpan(from).Fill(new Key { First = None, Next = EventTime.MinValue, Queued = long.MaxValue, At = EventTime.MinValue, Seen = EventTime.MinValue });
        }

        return ref _keys[slot];
    }

    private int NewTimer()
    {
        if (_free != None)
        {
            var timer = _free;
            _free = _timers[timer].Next;
            return timer;
        }

        if (_used == _timers.Length) Array.Resize(ref _timers, _timers.Length * 2);
        return _used++;
    }

    private void Release(int timer)
    {
        _timers[timer] = new Timer { Next = _free };
        _free = timer;
    }

    private struct Key
    {
        /// <summary>Nothing is due before; it may be too early.</summary>
        public EventTime Next;

        /// <summary>Its newest event.</summary>
        public EventTime At;

        /// <summary>The newest time of the task when its last event came.</summary>
        public EventTime Seen;

        /// <summary>When the floor will look at its timers.</summary>
        public long Queued;

        /// <summary>Its first timer.</summary>
        public int First;
    }

    private struct Timer
    {
        public EventTime Due;
        public TimerTarget? Target;
        public TimerClass Class;

        /// <summary>The next timer of the key, or the next free one.</summary>
        public int Next;
    }
}
