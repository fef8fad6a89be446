using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Rule type <c>correlation</c>: the signals of an area, in event-time order.</summary>
internal sealed class CorrelationDetector : IKeyedState, ITimed
{
    private const int MostSignals = 4096;
    private Dictionary<int, List<Signal>> _signals = [];
    private readonly CorrelationDetection _detection;
    private readonly KeyDirectory _keys;
    private readonly EventTimers _timers;
    private readonly AlertBook _alerts;

    public CorrelationDetector(CorrelationDetection detection, KeyDirectory keys, EventTimers timers, AlertBook alerts)
    {
        _detection = detection;
        _keys = keys;
        _timers = timers;
        _alerts = alerts;
        StateId = $"correlation:{alerts.Rule.Id}:{alerts.Rule.By}:{detection.Measure}:{detection.Within.Ticks}";
    }

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _keys.SlotBound;

    /// <summary>Whether the correlation counts the alerts of a rule.</summary>
    public bool Names(string ruleId) => IndexOf(ruleId) >= 0;

    /// <summary>Takes in an alert that begins to fire; others change nothing.</summary>
    public void Observe(AlertTransition transition)
    {
        if (transition.State != AlertState.Firing || transition.Number != 1) return;
        var rule = IndexOf(transition.Rule.Id);
        if (rule < 0 || _keys.SlotOfSite(transition.Site, transition.Key) is not { } slot) return;
        if (!_signals.TryGetValue(slot, out var signals)) _signals.Add(slot, signals = []);
        RemoveUntil(signals, transition.At - _detection.Within);
        if (signals.Count == MostSignals) signals.RemoveAt(0);
        signals.Add(new Signal(transition.At, rule, transition.Key, transition.Evidence));
        Measure(slot, signals, transition.At);
    }

    public void OnTimer(int slot, EventTime due)
    {
        if (!_signals.TryGetValue(slot, out var signals)) return;
        var before = signals.Count;
        RemoveUntil(signals, due - _detection.Within);
        if (signals.Count == before) return;
        Dirty.Mark(slot);
        if (_alerts.IsOpen(slot)) Measure(slot, signals, due);
        else if (signals.Count > 0) SetTimer(slot, signals);
        if (signals.Count == 0) _signals.Remove(slot);
    }

    public string KeyOf(int slot) => _keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!_signals.TryGetValue(slot, out var signals)) return false;
        writer.Count(signals.Count);
        foreach (var signal in signals)
        {
            writer.Int(signal.At.Micros);
            writer.Count(signal.Rule);
            writer.String(signal.Key);
            writer.Int(signal.Records.FirstOffset);
            writer.Int(signal.Records.LastOffset);
        }

        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var signals = new List<Signal>();
        for (var left = reader.Count(); left > 0; left--)
        {
            signals.Add(new Signal(reader.Time(), reader.Small(), reader.String(), new Evidence(reader.Int(), reader.Int())));
        }

        _signals[_keys.SlotOf(key)] = signals;
    }

    public void Forget(string key)
    {
        if (_keys.TrySlotOf(key, out var slot)) _signals.Remove(slot);
    }

    public void Adopt(IKeyedState before)
    {
        if (before is not CorrelationDetector other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        _signals = other._signals;
        Dirty.MarkAll(other.Dirty);
    }

    public void Clear() => _signals.Clear();

    public void Resume(EventTime now)
    {
        foreach (var (slot, signals) in _signals)
        {
            if (signals.Count > 0) SetTimer(slot, signals);
        }
    }

    private void Measure(int slot, List<Signal> signals, EventTime at)
    {
        Dirty.Mark(slot);
        var measure = _detection.Kind switch
        {
            CorrelationKind.Count => signals.Count,
            CorrelationKind.Distinct => signals.Select(signal => signal.Key).Distinct().Count(),
            CorrelationKind.Rules => signals.Select(signal => signal.Rule).Distinct().Count(),
            _ => LongestPrefix(signals),
        };
        var from = signals.Count > 0 ? signals[0].At : at;
        var records = signals.Count > 0 ? signals.Select(signal => signal.Records).Aggregate((all, next) => all.Union(next)) : new Evidence(-1, -1);
        _alerts.Measure(slot, new Measurement(measure, signals.Count, from, at), records);
        if (signals.Count > 0) SetTimer(slot, signals);
    }

    /// <summary>How many rules, from the first named, have signals one after the other; equal times are in order.</summary>
    private static int LongestPrefix(List<Signal> signals)
    {
        var length = 0;
        foreach (var signal in signals)
        {
            if (signal.Rule == length) length++;
        }

        return length;
    }

    private void SetTimer(int slot, List<Signal> signals) => _timers.Set(signals[0].At + _detection.Within, TimerClass.Detector, this, slot);

    private static void RemoveUntil(List<Signal> signals, EventTime bound)
    {
        var count = 0;
        while (count < signals.Count && signals[count].At <= bound) count++;
        signals.RemoveRange(0, count);
    }

    private int IndexOf(string ruleId)
    {
        for (var i = 0; i < _detection.RuleIds.Count; i++)
        {
            if (_detection.RuleIds[i] == ruleId) return i;
        }

        return -1;
    }

    private readonly record struct Signal(EventTime At, int Rule, string Key, Evidence Records);
}
