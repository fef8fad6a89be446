using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Signals;

/// <summary>Slows down tasks that are far ahead of the slowest producer of signals, so that what they send need not be held for long.</summary>
/// <remarks>
/// What is known of the slowest is what the tasks of this process read. As soon as its clock stands still, nobody is held up: it may be dead, and waiting for it
/// would help nobody. Nor is anybody held up for one that has read all of its log: its clock goes on at wall speed, and a backlog would be caught up with at that
/// speed. Any thread may ask.
/// </remarks>
/// <param name="most">How far ahead a task may be, in event time.</param>
/// <param name="time">Wall clock.</param>
public sealed class DriftCap(TimeSpan most, TimeProvider time)
{
    /// <summary>How long a clock may stand still and hold others up.</summary>
    public static readonly TimeSpan Standstill = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<TaskId, (EventTime? At, long Since)> _reached = [];
    private long _held;

    /// <summary>How often a task was held up.</summary>
    public long Held => Interlocked.Read(ref _held);

    /// <summary>A task that reads signals says how far the slowest producer has come that has something to read; null where none has.</summary>
    public void Reached(TaskId reader, EventTime? slowest)
    {
        lock (_gate)
        {
            if (!_reached.TryGetValue(reader, out var known) || known.At != slowest) _reached[reader] = (slowest, time.GetTimestamp());
        }
    }

    /// <summary>A task does not read signals here any more.</summary>
    public void Forget(TaskId reader)
    {
        lock (_gate) _reached.Remove(reader);
    }

    /// <summary>Whether a task that has come so far had better wait a little.</summary>
    public bool Holds(EventTime newest)
    {
        if (newest == EventTime.MinValue) return false;
        lock (_gate)
        {
            foreach (var (at, since) in _reached.Values)
            {
                // The reader that knows best decides: another may have just begun.
                if (at is not { } slowest || slowest == EventTime.MinValue || newest <= slowest + most || time.GetElapsedTime(since) > Standstill) return false;
            }

            if (_reached.Count == 0) return false;
        }

        Interlocked.Increment(ref _held);
        return true;
    }
}
