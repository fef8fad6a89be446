using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <content>What outlives a moment: timers, what is stored, what another version of the rule takes over, and what is forgotten.</content>
internal sealed partial class AlertBook
{
    private const byte Momentary = 1;
    private const byte WithPast = 9;
    private const byte OnlyPast = 10;

    protected override bool IsEmpty => _open.Count + _momentary.Count + _past.Count == 0;

    /// <summary>Ends all alerts because the rule is gone.</summary>
    public void ResolveAll(EventTime at)
    {
        foreach (var (slot, episode) in _open.ToList())
        {
            if (episode.Shown == Grade.None) Drop(slot, episode, at);
            else Resolve(slot, episode, episode.Come(at), TransitionReason.RuleRemoved);
        }
    }

    public override void Expire(EventTime now)
    {
        foreach (var (slot, episode) in _open.Where(open => Keys.Expiring.Contains(open.Key)).OrderBy(open => open.Key).ToList())
        {
            if (episode.Shown == Grade.None) Drop(slot, episode, now);
            else Resolve(slot, episode, episode.Come(now), TransitionReason.Expired);
        }

        if (_momentary.Count + _past.Count == 0) return;
        foreach (var slot in Keys.Expiring)
        {
            if (_momentary.Remove(slot) | _past.Remove(slot)) Dirty.Mark(slot);
        }
    }

    public override void OnTimer(int slot, EventTime due)
    {
        if (!_open.TryGetValue(slot, out var episode))
        {
            if (_past.Contains(slot)) ForgetPast(slot, due);
            return;
        }

        if (episode.TimerAt != due) return;
        episode.TimerAt = null;
        Settle(slot, episode, EventTime.Max(due, episode.Last), episode.Current == Grade.None ? TransitionReason.Condition : TransitionReason.Cleared, isMeasured: false);
    }

    public override bool TrySave(int slot, StateWriter writer)
    {
        var (isOpen, isMomentary, hasPast) = (_open.TryGetValue(slot, out var episode), _momentary.Contains(slot), _past.Contains(slot));
        if (hasPast)
        {
            writer.Byte(WithPast);
            _past.Save(slot, writer);
        }

        if (isOpen)
        {
            EpisodeForm.Save(episode!, _times.IsPlain, writer);
        }
        else if (isMomentary)
        {
            writer.Byte(Momentary);
            _momentary.Save(slot, writer);
        }
        else if (hasPast)
        {
            writer.Byte(OnlyPast);
        }

        return isOpen || isMomentary || hasPast;
    }

    protected override void Restore(int slot, ref StateReader reader)
    {
        Forget(slot);
        var form = reader.Byte();
        var hasPast = form == WithPast;
        if (hasPast)
        {
            _past.Restore(slot, ref reader);
            form = reader.Byte();
        }

        switch (form)
        {
            case var open when EpisodeForm.IsOpen(open):
                _open[slot] = EpisodeForm.Restored(open, ref reader);
                break;
            case Momentary:
                _momentary.Restore(slot, ref reader);
                break;
            case OnlyPast when hasPast:
                break;
            default:
                throw new StateFormatException($"state {form} of an alert");
        }
    }

    protected override void TakeState(AlertBook before, EventTime now)
    {
        _open = before._open;
        _momentary = before._momentary;
        _past = before._past.For(Rule);
        _errors = before._errors;
        if (Rule.HasTimesOf(before.Rule)) return;
        foreach (var (slot, episode) in _open)
        {
            if (!_times.IsPlain) Dirty.Mark(slot);
            episode.TimerAt = null;
            SetTimer(slot, episode, new EventTime(episode.Last.Micros - 1));
        }
    }

    public override void Clear()
    {
        _open.Clear();
        _momentary = new MomentaryAlerts();
        _past = new PastStates(Rule);
    }

    public override void Resume(EventTime now)
    {
        foreach (var (slot, episode) in _open) SetTimer(slot, episode, new EventTime(episode.Last.Micros - 1));
        foreach (var slot in _past.Slots.ToList())
        {
            if (!IsOpen(slot)) ForgetPast(slot, Schedule?.RunUntil(slot) ?? now);
        }
    }

    /// <summary>Reads what <see cref="TrySave"/> wrote for an open alert.</summary>
    /// <returns>Null for another kind of entry.</returns>
    public static Episode? ReadOpen(ref StateReader reader) => FormOf(ref reader) is var form && EpisodeForm.IsOpen(form) ? EpisodeForm.Restored(form, ref reader) : null;

    /// <summary>What <see cref="TrySave"/> wrote, for people.</summary>
    public static string InWords(ref StateReader reader)
    {
        var form = FormOf(ref reader);
        if (form == OnlyPast) return "no alert; remembers those before";
        if (!EpisodeForm.IsOpen(form)) return $"an alert of one moment, {reader.Time()}, with {reader.Small()} transitions";
        var episode = EpisodeForm.Restored(form, ref reader);
        var state = episode.Shown == Grade.None ? "pending" : $"firing {episode.Shown.ToString().ToLowerInvariant()}";
        var measured = $"last measure {StoredWords.Number(episode.Measurement.Measure)} at {episode.Measurement.To}";
        return $"{state}, {episode.Transitions} transitions, first evidence {episode.FirstEvidence}, {measured}";
    }

    /// <summary>Reads on to the byte that says what kind of entry it is, and reads that.</summary>
    private static byte FormOf(ref StateReader reader)
    {
        var form = reader.Byte();
        if (form != WithPast) return form;
        PastStates.Skip(ref reader);
        return reader.Byte();
    }

    protected override bool Forget(int slot) => _open.Remove(slot) | _momentary.Remove(slot) | _past.Remove(slot);

    /// <summary>Drops of a key without an open alert what time has taken away, and comes back when there is more to drop.</summary>
    private void ForgetPast(int slot, EventTime now)
    {
        Dirty.Mark(slot);
        if (_past.Forget(slot, now) is { } more) SetTimer(EventTime.Max(more, new EventTime(now.Micros + 1)), _timerClass, slot);
    }
}
