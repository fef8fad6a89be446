using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Observing;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary>Rule type <c>correlation</c> with <c>while</c>: the signals of an area that are true now.</summary>
/// <remarks>Measured whenever one begins, and, while an alert of its own is open, whenever one ends or its time is over; what happens at one time in one step is measured
/// once.</remarks>
internal sealed class OpenCorrelationDetector : TimedState<OpenCorrelationDetector>, IAlertFollower
{
    private readonly CorrelationDetection _detection;
    private readonly AlertBook _alerts;
    private readonly StandingAlerts _standing;
    private readonly Dictionary<int, EventTime> _timers = [];

    public OpenCorrelationDetector(CorrelationDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _standing = new StandingAlerts(detection.RuleIds, detection.While, site.Keys, site.Schedule);
    }

    protected override bool IsEmpty => _standing.IsEmpty;

    public bool Follows(Rule rule) => _standing.Follows(rule);

    public void LookAt(AlertBook book) => _standing.LookAt(book);

    public void Observe(AlertTransition transition) => _standing.Observe(transition);

    /// <summary>One whose time may be over already is not taken in: nobody knows when it began.</summary>
    public void CatchUp(EventTime now, bool areTold)
    {
        if (!areTold) _standing.CatchUp(now, takesIn: _detection.Within is null);
    }

    public void Settle() => _standing.Settle(Take);

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_timers.TryGetValue(slot, out var set) || set != due || _detection.Within is not { } within) return;
        _timers.Remove(slot);
        if (_standing.RemoveUntil(slot, due - within) > 0)
        {
            Dirty.Mark(slot);
            if (_alerts.IsOpen(slot)) Measure(slot, due);
        }

        _standing.DropEmpty(slot);
        SetTimer(slot);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        if (_standing.At(slot).Count == 0) return false;
        _standing.Save(slot, writer);
        return true;
    }

    protected override void Restore(int slot, ref StateReader reader) => _standing.Restore(slot, ref reader);

    protected override bool Forget(int slot) => _standing.Forget(slot);

    protected override void TakeState(OpenCorrelationDetector before, EventTime now)
    {
        _standing.TakeOver(before._standing);
        foreach (var (slot, due) in before._timers) _timers.Add(slot, due);
    }

    public override void Clear() => _standing.Clear();

    public override void Resume(EventTime now)
    {
        foreach (var slot in _standing.Slots) SetTimer(slot);
    }

    private void Take(EventTime at, IReadOnlyList<StandingAlerts.Moved> moved)
    {
        foreach (var (slot, rises) in moved)
        {
            Dirty.Mark(slot);
            var signals = _standing.At(slot);
            var end = EventTime.Max(at, _alerts.DecidedUntil(slot));
            if (signals.Count > 0) end = EventTime.Max(end, signals[^1].At);
            if (_detection.Within is { } within) _standing.RemoveUntil(slot, end - within);
            if (rises || _alerts.IsOpen(slot)) Measure(slot, end);
            SetTimer(slot);
        }
    }

    private void Measure(int slot, EventTime at)
    {
        var signals = _standing.At(slot);
        _alerts.Observer?.Correlated(new ObservedSignals(
            _alerts.Rule, Keys.KeyOf(slot), at, [.. signals.Select(signal => new CountedSignal(_detection.RuleIds[signal.Rule], signal.Key, signal.At))]));
        var from = signals.Count > 0 ? signals[0].At : at;
        _alerts.Measure(slot, new Measurement(SignalCounts.Of(_detection.Kind, signals), signals.Count, from, at), CountedAlert.RecordsOf(signals));
    }

    private void SetTimer(int slot)
    {
        if (_detection.Within is not { } within || _standing.At(slot) is not [var first, ..]) return;
        var due = first.At + within;
        if (_timers.TryGetValue(slot, out var set) && set <= due) return;
        _timers[slot] = due;
        SetTimer(due, TimerClass.Correlation, slot);
    }
}
