using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The alerts of one rule that started and ended at one and the same time, the last such one of each key: how many transitions it has had.</summary>
internal sealed class MomentaryAlerts
{
    private readonly Dictionary<int, Alert> _alerts = [];

    public int Count => _alerts.Count;

    public bool Contains(int slot) => _alerts.Count > 0 && _alerts.ContainsKey(slot);

    /// <summary>Notes an alert that ended where it started.</summary>
    public void Remember(int slot, EventTime at, int transitions)
    {
        if (transitions > 0) _alerts[slot] = new Alert(at, transitions);
    }

    /// <summary>How many transitions the alert of a key that starts at <paramref name="start"/> has had; it is forgotten.</summary>
    public int TakeTransitions(int slot, EventTime start) =>
        _alerts.Count > 0 && _alerts.Remove(slot, out var alert) && start == alert.At ? alert.Transitions : 0;

    public bool Remove(int slot) => _alerts.Remove(slot);

    public void Save(int slot, StateWriter writer)
    {
        writer.Int(_alerts[slot].At.Micros);
        writer.Count(_alerts[slot].Transitions);
    }

    /// <summary>Adds a saved alert.</summary>
    public void Restore(int slot, ref StateReader reader) => _alerts[slot] = new Alert(reader.Time(), reader.Small());

    private readonly record struct Alert(EventTime At, int Transitions);
}
