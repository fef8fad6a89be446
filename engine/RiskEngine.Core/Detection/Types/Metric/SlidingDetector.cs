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
    private readonly KeySchedule _schedule;
    private readonly MetricDetection _detection;
    private readonly TimeSpan _size;
    private readonly PaneLayout _layout;
    private readonly double[] _columns;
    private readonly double[] _results;
    private readonly PaneSketches? _sketches;
    private readonly TimeSpan[] _covered;

    public SlidingDetector(MetricDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        _detection = detection;
        _alerts = site.Alerts;
        _schedule = site.Schedule;
        _size = detection.Window.Size;
        _layout = detection.Layout;
        _registers = _layout.HasTotals ? new RegisterTable(_layout.Limits) : null;
        _columns = new double[_layout.Width];
        _results = new double[detection.Aggregates.Count];
        _covered = [.. site.Rule.Grades.Coverages.Select(coverage => LeastOf(_size, coverage))];
        _sketches = _layout.HasSketches ? new PaneSketches(_layout) : null;
    }

    protected override bool IsEmpty => _samples.Count == 0 && _registers is not { Count: > 0 };

    public void Observe(EventCursor cursor, int slot)
    {
        var value = _detection.Value.Evaluate(cursor);
        if (double.IsNaN(value)) return;
        ref readonly var e = ref cursor.Event;
        if (!_samples.TryGetValue(slot, out var key)) _samples.Add(slot, key = new Key(new SlidingSamples(_layout), e.Time));
        else if (key.Samples.Count > 0 && e.Time - key.Samples.Newest > _size) key.Since = e.Time;
        key.Samples.RemoveUntil(e.Time - _size);
        var total = _registers is null ? 0 : _registers.Read(slot, e.Time, value);
        key.Samples.Add(value, _detection.Value.Hash?.Invoke(cursor) ?? 0, e.Time, e.Offset, total);
        Measure(slot, key, e.Time, isRepeated: false);
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_samples.TryGetValue(slot, out var key) || key.TimerAt != due) return;
        key.TimerAt = null;

        // Newer values have come since the timer was set. It must leave no trace, because a restarted task never sets it.
        if (!_alerts.IsOpen(slot) && key.Samples.Newest + _size > due && !IsCoveredFrom(key, due))
        {
            SetTimer(slot, key, due);
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

        if (_alerts.IsOpen(slot) || (key.Samples.Count > 0 && IsCoveredFrom(key, due))) Measure(slot, key, due, isRepeated: true);
        else SetTimer(slot, key, due);
        if (key.Samples.Count > 0) return;
        _samples.Remove(slot);
        Dirty.Mark(slot);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var isKnown = _registers is not null && _registers.TrySave(slot, writer);
        if (!_samples.TryGetValue(slot, out var key)) return isKnown;
        key.Samples.Save(writer);
        if (key.Samples.Count > 0) writer.Int(key.Samples.Newest.Micros - key.Since.Micros);
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
        _samples[slot] = new Key(samples, samples.Count == 0 ? EventTime.Epoch : reader.AtEnd ? samples.Oldest : Since(samples.Newest, reader.Int()));
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
        foreach (var (slot, key) in _samples) SetTimer(slot, key, new EventTime(_schedule.RunUntil(slot).Micros - 1));
    }

    private bool CountsSilence => _detection.CountsSilence;

    private void Measure(int slot, Key key, EventTime at, bool isRepeated)
    {
        Dirty.Mark(slot);
        key.Samples.Read(_columns, _sketches, at - _size, at);
        for (var i = 0; i < _results.Length; i++) _results[i] = _layout.Read(_detection.Aggregates[i], _columns, _sketches);
        var measure = _detection.Combine is { } combine ? combine(_results) : _results[0];
        var count = PaneLayout.CountOf(_columns);
        if (count < _detection.MinCount) measure = double.NaN;
        var evidence = PaneLayout.EvidenceOf(_columns);
        var from = key.Samples.Count > 0 ? key.Samples.Oldest : at - _size;
        _alerts.Measure(slot, new Measurement(measure, count, from, at) { Coverage = CoverageOf(key, at), Newer = isRepeated ? 0 : 1 }, evidence);
        SetTimer(slot, key, isRepeated ? at : new EventTime(at.Micros - 1));
    }

    /// <summary>How much of the window is known: since the first value after a silence longer than the window.</summary>
    private double CoverageOf(Key key, EventTime at) => Math.Clamp((at - key.Since) / _size, 0, 1);

    /// <summary>Whether from a time on so much of the window is known as a grade asks for.</summary>
    private bool IsCoveredFrom(Key key, EventTime at)
    {
        foreach (var span in _covered)
        {
            if (key.Since + span == at) return true;
        }

        return false;
    }

    /// <summary>While an alert is open every departure is measured; otherwise one timer removes the key after its last value. It is measured, too, as soon as so much
    /// of the window is known as a grade asks for: of a device that reports seldom, no event may come by then.</summary>
    private void SetTimer(int slot, Key key, EventTime after)
    {
        if (key.Samples.Count == 0) return;
        var next = (_alerts.IsOpen(slot) ? key.Samples.Oldest : key.Samples.Newest) + _size;
        foreach (var span in _covered)
        {
            if (key.Since + span is var covered && covered > after && covered < next) next = covered;
        }

        if (key.TimerAt is { } set && set <= next && !(_alerts.IsOpen(slot) && set < next)) return;
        key.TimerAt = next;
        SetTimer(next, TimerClass.Detector, slot);
    }

    /// <summary>The least time that is so much of a window, however it is rounded.</summary>
    private static TimeSpan LeastOf(TimeSpan size, double coverage)
    {
        var least = TimeSpan.FromMicroseconds(Math.Floor(size.TotalMicroseconds * coverage));
        while (least / size < coverage) least += TimeSpan.FromMicroseconds(1);
        return least;
    }

    private static EventTime Since(EventTime newest, long known) =>
        known >= 0 ? new EventTime(newest.Micros - known) : throw new StateFormatException($"known for {known} microseconds");

    private sealed class Key(SlidingSamples samples, EventTime since)
    {
        /// <summary>The first value after a silence longer than the window.</summary>
        public EventTime Since { get; set; } = since;

        public SlidingSamples Samples { get; } = samples;

        public EventTime? TimerAt { get; set; }
    }
}
