namespace RiskEngine.Core.Time;

/// <summary>Timers in event time: they come due in order as the watermark advances, so a replay at any speed sees the same order.</summary>
/// <remarks>At one time they run by class (<see cref="TimerClass"/>), then in the order set. Owned by one task.</remarks>
internal sealed class EventTimers : ITimers
{
    private readonly PriorityQueue<Timer, Due> _queue = new();
    private long _sequence;

    /// <summary>Due time of the next timer; <see cref="EventTime.MaxValue"/> where none is set.</summary>
    public EventTime Next { get; private set; } = EventTime.MaxValue;

    public void Set(EventTime due, TimerClass timerClass, TimerTarget target, int slot)
    {
        _queue.Enqueue(new Timer(target, slot), new Due(due, timerClass, _sequence++));
        if (due < Next) Next = due;
    }

    /// <summary>Runs the timers that come before the events of <paramref name="now"/>: all that are due earlier, and the ends of windows at it.</summary>
    public void RunUntil(EventTime now)
    {
        while (Next <= now)
        {
            if (!_queue.TryPeek(out var timer, out var due)) break;
            if (due.At == now && due.Class != TimerClass.Window) break;
            _queue.Dequeue();
            Next = _queue.TryPeek(out _, out var next) ? next.At : EventTime.MaxValue;
            timer.Target.Part?.OnTimer(timer.Slot, due.At);
        }
    }

    private readonly record struct Timer(TimerTarget Target, int Slot);

    private readonly record struct Due(EventTime At, TimerClass Class, long Sequence) : IComparable<Due>
    {
        public int CompareTo(Due other)
        {
            var byTime = At.CompareTo(other.At);
            if (byTime != 0) return byTime;
            return Class != other.Class ? Class.CompareTo(other.Class) : Sequence.CompareTo(other.Sequence);
        }
    }
}
