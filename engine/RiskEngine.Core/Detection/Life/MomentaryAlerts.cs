using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>The alerts of one rule that started and ended at the time that the clock shows, by key: how many transitions each has had.</summary>
/// <remarks>Knows one time only, so it holds no more than the keys of one instant.</remarks>
internal sealed class MomentaryAlerts
{
    private readonly Dictionary<int, int> _transitions = [];
    private EventTime _at = EventTime.MinValue;

    public int Count => _transitions.Count;

    public bool Contains(int slot) => _transitions.Count > 0 && _transitions.ContainsKey(slot);

    /// <summary>Notes an alert that ended where it started; alerts of earlier times are forgotten.</summary>
    public void Remember(int slot, EventTime at, int transitions)
    {
        ForgetBefore(at);
        _at = at;
        if (transitions > 0) _transitions[slot] = transitions;
    }

    /// <summary>How many transitions the alert of a key that starts at <paramref name="start"/> has had; it is forgotten.</summary>
    public int TakeTransitions(int slot, EventTime start)
    {
        if (_transitions.Count == 0) return 0;
        return _transitions.Remove(slot, out var transitions) && start == _at ? transitions : 0;
    }

    public void ForgetBefore(EventTime now)
    {
        if (_at < now) _transitions.Clear();
    }

    public bool Remove(int slot) => _transitions.Remove(slot);

    public void Save(int slot, StateWriter writer)
    {
        writer.Int(_at.Micros);
        writer.Count(_transitions[slot]);
    }

    /// <summary>Adds a saved alert; of alerts of different times only the latest matter.</summary>
    public void Restore(int slot, ref StateReader reader)
    {
        var at = reader.Time();
        var transitions = reader.Small();
        if (at >= _at) Remember(slot, at, transitions);
    }
}
