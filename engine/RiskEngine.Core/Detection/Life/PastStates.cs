using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Life;

/// <summary>What the alerts of one rule remember of each key's alerts before: the one that ended last, where it may go on, and which states were changes.</summary>
/// <remarks>Holds nothing for rules without <c>reopen</c> whose alerts do not come and go.</remarks>
/// <param name="rule">The rule; another version of it may take over.</param>
internal sealed class PastStates(Rule rule)
{
    private readonly Dictionary<int, Past> _keys = [];
    private Rule _rule = rule;

    public int Count => _keys.Count;

    public bool Contains(int slot) => _keys.Count > 0 && _keys.ContainsKey(slot);

    /// <summary>The keys of which anything is remembered.</summary>
    public IEnumerable<int> Slots => _keys.Keys;

    /// <summary>The changes of a key; null where none counts.</summary>
    public FlapHistory? FlapsOf(int slot) => _keys.Count > 0 && _keys.TryGetValue(slot, out var past) ? past.Flaps : null;

    /// <summary>Whether the alert of a key flaps.</summary>
    public bool IsFlapping(int slot) => FlapsOf(slot) is { IsFlapping: true };

    /// <summary>The alert that ended so short a time before that one which starts now goes on as the same; null where none did.</summary>
    public EndedAlert? ToReopen(int slot, EventTime start) =>
        _rule.Reopen > TimeSpan.Zero && _keys.TryGetValue(slot, out var past) && past.Ended is { } ended && start - ended.At <= _rule.Reopen ? ended : null;

    /// <summary>Takes in one state of a key's ladder.</summary>
    /// <returns>The changes of the key; null where none counts.</returns>
    public FlapHistory? See(int slot, EventTime at, int step)
    {
        if (_rule.Flapping is not { } policy) return null;
        _keys.TryGetValue(slot, out var past);
        if (past?.Flaps is null && step == 0) return null;
        past ??= _keys[slot] = new Past();
        past.Flaps ??= new FlapHistory();
        past.Flaps.See(policy, at, step);
        return past.Flaps;
    }

    /// <summary>An alert has ended: it does not flap any more, and may go on.</summary>
    public void Remember(int slot, Episode episode, EventTime at)
    {
        if (FlapsOf(slot) is { } flaps) flaps.IsFlapping = false;
        if (_rule.Reopen <= TimeSpan.Zero) return;
        if (!_keys.TryGetValue(slot, out var past)) past = _keys[slot] = new Past();
        past.Ended = new EndedAlert(at, episode.FirstEvidence, episode.Onset, episode.FirstRecords, episode.Transitions);
    }

    /// <summary>Drops of a key what time has taken away.</summary>
    /// <returns>When more of it will go; null where nothing is left.</returns>
    public EventTime? Forget(int slot, EventTime now)
    {
        if (!_keys.TryGetValue(slot, out var past)) return null;
        if (past.Ended is { } ended && now - ended.At > _rule.Reopen) past.Ended = null;
        if (past.Flaps is { } flaps)
        {
            if (_rule.Flapping is { } policy && !flaps.IsFlapping) flaps.Forget(policy, now);
            if (_rule.Flapping is null || flaps.IsOver) past.Flaps = null;
        }

        if (past is { Ended: null, Flaps: null })
        {
            _keys.Remove(slot);
            return null;
        }

        // The end of `reopen` belongs to it: a microsecond later it is over.
        EventTime? goes = past.Ended is { } last ? new EventTime((last.At + _rule.Reopen).Micros + 1) : null;
        return past.Flaps is { } kept && _rule.Flapping is { } counted && kept.OverAt(counted) is var over && (goes is null || over < goes) ? over : goes;
    }

    public bool Remove(int slot) => _keys.Remove(slot);

    /// <summary>Goes on with another version of the rule.</summary>
    public PastStates For(Rule next)
    {
        _rule = next;
        return this;
    }

    /// <summary>Whether the alert of a key may not fall or end, because it flaps.</summary>
    /// <param name="slot">The key.</param>
    /// <param name="at">When its ladder was looked at.</param>
    /// <param name="step">Above zero where the ladder rises, below where it falls, zero where it stays.</param>
    /// <param name="isState">Whether that counts as a state.</param>
    /// <param name="isUndecided">Whether the ladder is at no grade, and on its way to one: what flaps is not left then.</param>
    public bool Holds(int slot, EventTime at, int step, bool isState, bool isUndecided)
    {
        if (_rule.Flapping is not { } policy) return false;
        var flaps = isState ? See(slot, at, step) : FlapsOf(slot);
        if (flaps is null) return false;
        if (!isState) flaps.Forget(policy, at);
        if (flaps.IsFlapping) return isUndecided || flaps.Share(policy) >= policy.Leave;
        if (flaps.IsOver) Forget(slot, at);
        return step != 0 && flaps.Share(policy) > policy.Enter;
    }

    /// <summary>When time alone makes the alert of a key steady; null where it does not flap.</summary>
    public EventTime? SteadyAt(int slot, EventTime now) =>
        _rule.Flapping is { } policy && FlapsOf(slot) is { IsFlapping: true } flaps ? flaps.SteadyAt(policy, now) : null;

    public void Save(int slot, StateWriter writer)
    {
        var past = _keys[slot];
        writer.Byte((byte)((past.Ended is null ? 0 : 1) | (past.Flaps is null ? 0 : 2)));
        past.Ended?.Save(writer);
        past.Flaps?.Save(writer);
    }

    /// <summary>Adds what was saved.</summary>
    public void Restore(int slot, ref StateReader reader) => _keys[slot] = Read(ref reader);

    /// <summary>Reads on to what lies behind it.</summary>
    public static void Skip(ref StateReader reader) => Read(ref reader);

    private static Past Read(ref StateReader reader)
    {
        var parts = reader.Byte();
        if (parts is 0 or > 3) throw new StateFormatException($"parts {parts} of what an alert remembers");
        return new Past
        {
            Ended = (parts & 1) == 0 ? null : EndedAlert.Restored(ref reader),
            Flaps = (parts & 2) == 0 ? null : FlapHistory.Restored(ref reader),
        };
    }

    private sealed class Past
    {
        public EndedAlert? Ended { get; set; }

        public FlapHistory? Flaps { get; set; }
    }
}
