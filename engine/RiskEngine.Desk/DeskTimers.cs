using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;

namespace RiskEngine.Desk;

/// <summary>What falls due when. Whoever sees to it looks whether it still is: nothing is ever taken out.</summary>
internal sealed class DeskTimers
{
    private readonly PriorityQueue<(DueKind Kind, IEntry Of), (long Micros, DueKind Kind, long Order)> _due = new();

    /// <summary>Sets a timer.</summary>
    public void Set(EventTime at, DueKind kind, IEntry of)
    {
        if (at < EventTime.MaxValue) _due.Enqueue((kind, of), (at.Micros, kind, of.Order));
    }

    /// <summary>The next that is due, in order of time, kind and age.</summary>
    /// <returns>False where nothing is due at <paramref name="now"/> or before.</returns>
    public bool TryTake(EventTime now, out EventTime at, out DueKind kind, out IEntry of)
    {
        if (!_due.TryPeek(out var entry, out var due) || due.Micros > now.Micros)
        {
            (at, kind, of) = (default, default, null!);
            return false;
        }

        _due.Dequeue();
        (at, kind, of) = (new EventTime(due.Micros), entry.Kind, entry.Of);
        return true;
    }

    /// <summary>Forgets all timers.</summary>
    public void Clear() => _due.Clear();
}
