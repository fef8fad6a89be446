using System.Globalization;
using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary>Rule type <c>correlation</c>: the signals of an area, by the times at which they fired.</summary>
/// <remarks>
/// Measured whenever a signal comes; of those that one event or one step of silence brings, in the order of their times, rules and keys. A signal that comes
/// after later ones still counts where the window that ends with the newest holds it. At most <see cref="MostSignals"/> signals are kept for one key: beyond,
/// the oldest leave early.
/// </remarks>
internal sealed class CorrelationDetector : TimedState<CorrelationDetector>, IAlertFollower
{
    private const int MostSignals = 4096;
    private readonly CorrelationDetection _detection;
    private readonly AlertBook _alerts;
    private readonly TimeSpan _within;
    private readonly KeySchedule _schedule;
    private readonly List<(int Slot, CountedAlert Alert)> _fresh = [];
    private Dictionary<int, Area> _areas = [];

    public CorrelationDetector(CorrelationDetection detection, TimeSpan within, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        (_detection, _within) = (detection, within);
        _alerts = site.Alerts;
        _schedule = site.Schedule;
    }

    protected override bool IsEmpty => _areas.Count == 0;

    /// <summary>Whether the correlation counts the alerts of a rule. Alerts of correlations are not counted.</summary>
    public bool Follows(Rule rule) => !rule.Detection.LooksAtAlerts && IndexOf(rule.Id) >= 0;

    /// <summary>What has begun to fire counts, whatever becomes of it.</summary>
    public void LookAt(AlertBook book)
    {
    }

    /// <summary>An alert that began before is known, or was not to be counted.</summary>
    public void CatchUp(EventTime now, bool areTold)
    {
    }

    /// <summary>Takes in an alert that begins to fire; others change nothing.</summary>
    public void Observe(AlertTransition transition)
    {
        if (transition.State != AlertState.Firing || (transition.Number != 1 && !transition.IsReopened)) return;
        if (Keys.SlotOfAlert(transition) is not { } slot) return;
        _fresh.Add((slot, new CountedAlert(transition.At, IndexOf(transition.Rule.Id), transition.Key, transition.Evidence)));
    }

    /// <summary>Measures the areas of the alerts that were taken in.</summary>
    public void Settle()
    {
        if (_fresh.Count == 0) return;
        _fresh.Sort(static (a, b) => a.Alert.CompareTo(b.Alert));
        foreach (var (slot, signal) in _fresh) Take(slot, signal);
        _fresh.Clear();
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_areas.TryGetValue(slot, out var area) || area.TimerAt != due) return;
        area.TimerAt = null;
        if (RemoveUntil(area.Signals, due - _within) > 0)
        {
            Dirty.Mark(slot);
            if (_alerts.IsOpen(slot)) Measure(slot, area.Signals, due);
        }

        if (area.Signals.Count == 0) _areas.Remove(slot);
        else SetTimer(slot, area, area.Signals[0].At + _within);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (!_areas.TryGetValue(slot, out var area)) return false;
        writer.Count(area.Signals.Count);
        foreach (var signal in area.Signals)
        {
            writer.Int(signal.At.Micros);
            writer.Count(signal.Rule);
            writer.String(signal.Key);
            writer.Int(signal.Records.FirstOffset);
            writer.Int(signal.Records.LastOffset);
        }

        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader)
    {
        var text = new StringBuilder();
        var signals = reader.Count();
        for (var left = signals; left > 0; left--)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {reader.Time()} rule {reader.Small() + 1} key {reader.String()}, records {reader.Int()} to {reader.Int()}");
        }

        return $"{signals} signals{text}";
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        var area = new Area();
        for (var left = reader.Count(); left > 0; left--)
        {
            var signal = new CountedAlert(reader.Time(), reader.Small(), reader.String(), new Evidence(reader.Int(), reader.Int()));
            if (signal.Rule >= _detection.RuleIds.Count) throw new StateFormatException($"rule {signal.Rule} of {_detection.RuleIds.Count}");
            area.Add(signal);
        }

        _areas[slot] = area;
    }

    protected override bool Forget(int slot) => _areas.Remove(slot);

    protected override void TakeState(CorrelationDetector before, EventTime now) => _areas = before._areas;

    public override void Clear() => _areas.Clear();

    public override void Resume(EventTime now)
    {
        foreach (var (slot, area) in _areas)
        {
            if (area.Signals.Count == 0) _areas.Remove(slot);
            else SetTimer(slot, area, area.Signals[0].At + _within);
        }
    }

    /// <summary>Takes in a signal, and measures the window that ends with the newest.</summary>
    private void Take(int slot, in CountedAlert signal)
    {
        _schedule.Reach(slot, signal.At);
        if (!_areas.TryGetValue(slot, out var area)) _areas.Add(slot, area = new Area());
        var end = area.Signals.Count > 0 ? EventTime.Max(signal.At, area.Signals[^1].At) : signal.At;
        if (signal.At <= end - _within) return;
        RemoveUntil(area.Signals, end - _within);
        if (area.Signals.Count == MostSignals) area.Signals.RemoveAt(0);
        area.Add(signal);
        Dirty.Mark(slot);
        SetTimer(slot, area, area.Signals[0].At + _within);
        Measure(slot, area.Signals, end);
    }

    private void Measure(int slot, List<CountedAlert> signals, EventTime at)
    {
        var from = signals.Count > 0 ? signals[0].At : at;
        _alerts.Observer?.Correlated(new ObservedSignals(
            _alerts.Rule, Keys.KeyOf(slot), at, [.. signals.Select(signal => new CountedSignal(_detection.RuleIds[signal.Rule], signal.Key, signal.At))]));
        _alerts.Measure(slot, new Measurement(SignalCounts.Of(_detection.Kind, signals), signals.Count, from, at), CountedAlert.RecordsOf(signals));
    }

    private void SetTimer(int slot, Area area, EventTime due)
    {
        if (area.TimerAt <= due) return;
        area.TimerAt = due;
        SetTimer(due, TimerClass.Correlation, slot);
    }

    private static int RemoveUntil(List<CountedAlert> signals, EventTime bound)
    {
        var count = 0;
        while (count < signals.Count && signals[count].At <= bound) count++;
        signals.RemoveRange(0, count);
        return count;
    }

    private int IndexOf(string ruleId)
    {
        for (var i = 0; i < _detection.RuleIds.Count; i++)
        {
            if (_detection.RuleIds[i] == ruleId) return i;
        }

        return -1;
    }

    private sealed class Area
    {
        /// <summary>By time, then in the order in which their rules are named, then by key.</summary>
        public List<CountedAlert> Signals { get; } = [];

        /// <summary>When the valid timer comes due; another one is stale.</summary>
        public EventTime? TimerAt { get; set; }

        public void Add(in CountedAlert signal) => signal.InsertInto(Signals);
    }
}
