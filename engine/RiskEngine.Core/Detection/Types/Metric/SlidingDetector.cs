using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Metric;

/// <summary>Rule types <c>frequency</c> and <c>metric</c> over a sliding window <c>(t - size, t]</c>: measured at every event, and, while an
/// alert is open, whenever a value leaves the window.</summary>
/// <remarks>A value leaves at its time plus the size, after the events of that time: a stream of one event a second never counts one less in between.
/// Where the last value leaves, a count is measured as 0 while an alert is open; any other measure is unknown then, and the key silent.</remarks>
internal sealed class SlidingDetector : TimedState<SlidingDetector>, IDetector, IExpiring
{
    private Dictionary<int, Key> _samples = [];
    private RegisterTable? _registers;
    private readonly AlertBook _alerts;
    private readonly MetricDetection _detection;
    private readonly TimeSpan _size;
    private readonly PaneLayout _layout;
    private readonly double[] _columns;
    private readonly double[] _results;
    private readonly PaneSketches? _sketches;

    public SlidingDetector(MetricDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _size = detection.Window.Size;
        _layout = detection.Layout;
        _registers = _layout.HasTotals ? new RegisterTable(_layout.Limits) : null;
        _columns = new double[_layout.Width];
        _results = new double[detection.Aggregates.Count];
        _sketches = _layout.HasSketches ? new PaneSketches(_layout) : null;
    }

    protected override bool IsEmpty => _samples.Count == 0 && _registers is not { Count: > 0 };

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        if (!_samples.TryGetValue(slot, out var key)) _samples.Add(slot, key = new Key(new SlidingSamples(_layout)));
        key.Samples.RemoveUntil(e.Time - _size);
        var total = _registers is null ? 0 : _registers.Read(slot, e.Time, value);
        key.Samples.Add(value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset, total);
        Measure(slot, key, e.Time);
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_samples.TryGetValue(slot, out var key) || key.TimerAt != due) return;
        key.TimerAt = null;

        // Newer values have come since the timer was set. It must leave no trace, because a restarted task never sets it.
        if (!_alerts.IsOpen(slot) && key.Samples.Newest + _size > due)
        {
            SetTimer(slot, key);
            return;
        }

        key.Samples.RemoveUntil(due - _size);
        if (key.Samples.Count == 0 && !CountsSilence)
        {
            _samples.Remove(slot);
            Dirty.Mark(slot);
            _alerts.NoData(slot, due);
            return;
        }

        if (_alerts.IsOpen(slot)) Measure(slot, key, due);
        else SetTimer(slot, key);
        if (key.Samples.Count > 0) return;
        _samples.Remove(slot);
        Dirty.Mark(slot);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var isKnown = _registers is not null && _registers.TrySave(slot, writer);
        if (!_samples.TryGetValue(slot, out var key)) return isKnown;
        key.Samples.Save(writer);
        return true;
    }

    public override void Expire(EventTime now)
    {
        if (_registers is not null) base.Expire(now);
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        if (!RegisterTable.Restore(_registers, slot, ref reader)) return;
        var samples = new SlidingSamples(_layout);
        var earlier = samples.Restore(ref reader);
        if (samples.Count > 0) _registers?.Restore(slot, samples.Newest, earlier);
        _samples[slot] = new Key(samples);
    }

    protected override bool Forget(int slot) => _samples.Remove(slot) | (_registers is not null && _registers.Remove(slot));

    protected override void TakeState(SlidingDetector before, EventTime now) => (_samples, _registers) = (before._samples, before._registers);

    public override void Clear()
    {
        _samples.Clear();
        _registers?.Clear();
    }

    public override void Resume(EventTime now)
    {
        foreach (var (slot, key) in _samples) SetTimer(slot, key);
    }

    private bool CountsSilence => _detection.CountsSilence;

    private void Measure(int slot, Key key, EventTime at)
    {
        Dirty.Mark(slot);
        key.Samples.Read(_columns, _sketches, at - _size, at);
        for (var i = 0; i < _results.Length; i++) _results[i] = _layout.Read(_detection.Aggregates[i], _columns, _sketches);
        var measure = _detection.Combine is { } combine ? combine(_results) : _results[0];
        var count = PaneLayout.CountOf(_columns);
        if (count < _detection.MinCount) measure = double.NaN;
        var evidence = PaneLayout.EvidenceOf(_columns);
        var from = key.Samples.Count > 0 ? key.Samples.Oldest : at - _size;
        _alerts.Measure(slot, new Measurement(measure, count, from, at), evidence);
        SetTimer(slot, key);
    }

    /// <summary>While an alert is open every departure is measured; otherwise one timer removes the key after its last value.</summary>
    private void SetTimer(int slot, Key key)
    {
        if (key.Samples.Count == 0) return;
        var next = (_alerts.IsOpen(slot) ? key.Samples.Oldest : key.Samples.Newest) + _size;
        if (key.TimerAt is { } set && set <= next && !(_alerts.IsOpen(slot) && set < next)) return;
        key.TimerAt = next;
        SetTimer(next, TimerClass.Detector, slot);
    }

    private sealed class Key(SlidingSamples samples)
    {
        public SlidingSamples Samples { get; } = samples;

        public EventTime? TimerAt { get; set; }
    }
}
