using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>Findings of a moment: measured as 1, and as 0 again after a hold; a further finding prolongs it.</summary>
/// <remarks>One timer per key, moved on lazily. The ends are saved by the detector whose findings they are; it is told of them through
/// <paramref name="dirty"/>.</remarks>
internal sealed class HoldTimers(TimeSpan hold, AlertBook alerts, ITimers timers, DirtySlots dirty) : ITimed
{
    private Dictionary<int, EventTime> _until = [];
    private TimerTarget? _timerTarget;

    private TimerTarget Target => _timerTarget ??= new TimerTarget(this);

    /// <summary>Reports a finding.</summary>
    public void Find(int slot, long count, EventTime from, EventTime at, Evidence evidence)
    {
        alerts.Measure(slot, new Measurement(1, count, from, at), evidence);
        var isHeld = _until.ContainsKey(slot);
        _until[slot] = at + hold;
        dirty.Mark(slot);
        if (!isHeld) SetTimer(slot, at + hold);
    }

    /// <summary>How many keys have a finding.</summary>
    public int Count => _until.Count;

    /// <summary>When the finding of a key ends; null where it has none.</summary>
    public EventTime? Until(int slot) => _until.TryGetValue(slot, out var until) ? until : null;

    /// <summary>Adds or removes a finding; <see cref="Resume"/> sets its timer.</summary>
    public void Restore(int slot, EventTime? until)
    {
        if (until is { } end) _until[slot] = end;
        else _until.Remove(slot);
    }

    /// <summary>Takes over all findings of the same detector before.</summary>
    public void Adopt(HoldTimers before)
    {
        _until = before._until;
        _timerTarget = before.Target;
        _timerTarget.PassTo(this);
    }

    /// <summary>Nobody waits for the ends any more.</summary>
    public void Retire() => Target.Drop();

    public void Clear() => _until.Clear();

    /// <summary>Sets the timers of what was restored.</summary>
    public void Resume()
    {
        foreach (var (slot, until) in _until) SetTimer(slot, until);
    }

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (!_until.TryGetValue(slot, out var until)) return;
        if (until > due)
        {
            SetTimer(slot, until);
            return;
        }

        _until.Remove(slot);
        dirty.Mark(slot);
        alerts.Measure(slot, new Measurement(0, 0, due, due), Evidence.None);
    }

    private void SetTimer(int slot, EventTime until) => timers.Set(until, TimerClass.Hold, Target, slot);
}
