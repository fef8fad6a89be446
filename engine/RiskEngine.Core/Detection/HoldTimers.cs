using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Findings of a moment: measured as 1, and as 0 again after a hold.</summary>
internal sealed class HoldTimers(TimeSpan hold, AlertBook alerts, EventTimers timers) : ITimed
{
    private readonly Dictionary<int, EventTime> _until = [];

    /// <summary>Reports a finding.</summary>
    public void Find(int slot, long count, EventTime from, EventTime at, Evidence evidence)
    {
        alerts.Measure(slot, new Measurement(1, count, from, at), evidence);
        SetUntil(slot, at + hold);
    }

    /// <summary>When the finding of a key ends; null where it has none.</summary>
    public EventTime? Until(int slot) => _until.TryGetValue(slot, out var until) ? until : null;

    /// <summary>All findings that last, by slot.</summary>
    public IReadOnlyDictionary<int, EventTime> All => _until;

    /// <summary>Sets the end of a restored finding.</summary>
    public void SetUntil(int slot, EventTime until)
    {
        _until[slot] = until;
        timers.Set(until, TimerClass.Detector, this, slot);
    }

    /// <inheritdoc/>
    public void OnTimer(int slot, EventTime due)
    {
        if (!_until.TryGetValue(slot, out var until) || until != due) return;
        _until.Remove(slot);
        alerts.Measure(slot, new Measurement(0, 0, due, due), new Evidence(-1, -1));
    }
}
