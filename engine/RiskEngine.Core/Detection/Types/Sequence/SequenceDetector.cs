using System.Globalization;
using System.Text;
using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Sequence;

/// <summary>Rule type <c>sequence</c>.</summary>
/// <remarks>
/// Partial matches of one key start, and so run out of time, in order: one timer per key is enough, moved on lazily. At most <see cref="MostPartials"/> are
/// kept per key. Beyond, the newest goes for which a later one stands at the same step: that one takes every turn that it would have taken, so no match is
/// missed, and the oldest still runs out of time when it should.
/// </remarks>
internal sealed class SequenceDetector : TimedState<SequenceDetector>, IDetector
{
    /// <summary>Most partial matches of one key.</summary>
    public const int MostPartials = 64;

    private readonly SequenceDetection _detection;
    private readonly IReadOnlyList<SequenceStep> _steps;
    private readonly HoldTimers _findings;
    private Dictionary<int, Key> _partials = [];

    public SequenceDetector(SequenceDetection detection, DetectorSite site)
        : base(site.MemoryPart, site.Keys, site.Schedule)
    {
        _detection = detection;
        _steps = detection.Steps;
        _findings = new HoldTimers(detection.Hold, site.Alerts, site.Schedule, Dirty);
    }

    protected override bool IsEmpty => _partials.Count + _findings.Count == 0;

    public void Observe(EventCursor cursor, int slot)
    {
        if (_partials.TryGetValue(slot, out var key) && TryComplete(cursor, slot, key)) return;
        if (_steps[0].Fits(cursor)) Start(cursor, slot, key);
    }

    /// <summary>Ends the partial matches whose time is over; the events of that very time came before.</summary>
    public override void OnTimer(int slot, EventTime due)
    {
        if (!_partials.TryGetValue(slot, out var key) || key.TimerAt != due) return;
        key.TimerAt = null;
        while (key.Partials.Count > 0 && EndOf(key.Partials[0]) <= due)
        {
            var ended = key.Partials[0];
            key.Partials.RemoveAt(0);
            Dirty.Mark(slot);
            if (ended.IsCompleteAtTimeout(_steps) == _detection.FiresOnTimeout) continue;
            _findings.Find(slot, ended.Matched, ended.Start, due, ended.Records);
            if (!_detection.FiresOnTimeout) key.Partials.Clear();
        }

        if (key.Partials.Count == 0) _partials.Remove(slot);
        else SetTimer(slot, key);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var held = _findings.Until(slot);
        var partials = _partials.TryGetValue(slot, out var key) ? key.Partials : [];
        if (partials.Count == 0 && held is null) return false;
        writer.Bool(held is not null);
        if (held is { } until) writer.Int(until.Micros);
        writer.Count(partials.Count);
        foreach (var partial in partials) partial.Save(writer);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(string _, ref StateReader reader)
    {
        var finding = StoredWords.Finding(ref reader);
        var text = new StringBuilder();
        var partials = reader.Count();
        for (var left = partials; left > 0; left--)
        {
            text.Append(CultureInfo.InvariantCulture, $"; started {reader.Time()}, records {reader.Int()} to {reader.Int()}, ")
                .Append(CultureInfo.InvariantCulture, $"waits for step {reader.Small() + 1}, {reader.Small()} matched");
        }

        return $"{partials} partial matches{text}{finding}";
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        _findings.Restore(slot, reader.Bool() ? reader.TimeAhead() : null);
        var restored = new Key();
        for (var left = reader.Count(); left > 0; left--) restored.Partials.Add(PartialMatch.Restored(ref reader, _steps));
        if (restored.Partials.Count > 0) _partials[slot] = restored;
        else _partials.Remove(slot);
    }

    protected override bool Forget(int slot)
    {
        var hadFinding = _findings.Until(slot) is not null;
        _findings.Restore(slot, null);
        return _partials.Remove(slot) || hadFinding;
    }

    protected override void TakeState(SequenceDetector before, EventTime now)
    {
        _partials = before._partials;
        _findings.Adopt(before._findings);
    }

    public override void Retire()
    {
        base.Retire();
        _findings.Retire();
    }

    public override void Clear()
    {
        _partials.Clear();
        _findings.Clear();
    }

    public override void Resume(EventTime now)
    {
        foreach (var (slot, key) in _partials)
        {
            if (key.Partials.Count > 0) SetTimer(slot, key);
            else _partials.Remove(slot);
        }

        _findings.Resume();
    }

    /// <summary>Shows an event to all partial matches, oldest first.</summary>
    /// <returns>Whether it completed one, which ends all.</returns>
    private bool TryComplete(EventCursor cursor, int slot, Key key)
    {
        var partials = key.Partials;
        for (var i = 0; i < partials.Count; i++)
        {
            switch (partials[i].Observe(cursor, _steps))
            {
                case PartialMatch.Progress.None:
                    break;
                case PartialMatch.Progress.Going:
                    Dirty.Mark(slot);
                    break;
                case PartialMatch.Progress.Broken:
                    partials.RemoveAt(i--);
                    Dirty.Mark(slot);
                    break;
                default:
                    Complete(slot, partials[i], cursor.Event.Time);
                    partials.Clear();
                    Dirty.Mark(slot);
                    return true;
            }
        }

        return false;
    }

    private void Start(EventCursor cursor, int slot, Key? key)
    {
        ref readonly var e = ref cursor.Event;
        var partial = new PartialMatch(e.Time, e.Offset);
        if (partial.IsComplete(_steps))
        {
            Complete(slot, partial, e.Time);
            return;
        }

        if (key is null) _partials.Add(slot, key = new Key());
        key.Partials.Add(partial);
        if (key.Partials.Count > MostPartials) RemoveOneOfTwoAlike(key.Partials);
        Dirty.Mark(slot);
        if (key.TimerAt is null) SetTimer(slot, key);
    }

    private void Complete(int slot, PartialMatch match, EventTime at)
    {
        if (!_detection.FiresOnTimeout) _findings.Find(slot, match.Matched, match.Start, at, match.Records);
    }

    private static void RemoveOneOfTwoAlike(List<PartialMatch> partials)
    {
        for (var earlier = partials.Count - 2; earlier > 0; earlier--)
        {
            for (var later = earlier + 1; later < partials.Count; later++)
            {
                if (partials[earlier].NextStep != partials[later].NextStep) continue;
                partials.RemoveAt(earlier);
                return;
            }
        }

        partials.RemoveAt(0);
    }

    private EventTime EndOf(PartialMatch partial) => partial.Start + _detection.Within;

    private void SetTimer(int slot, Key key)
    {
        var due = EndOf(key.Partials[0]);
        key.TimerAt = due;
        SetTimer(due, TimerClass.Detector, slot);
    }

    private sealed class Key
    {
        /// <summary>By start.</summary>
        public List<PartialMatch> Partials { get; } = [];

        /// <summary>When the one timer comes due; never after the end of the oldest.</summary>
        public EventTime? TimerAt { get; set; }
    }
}
