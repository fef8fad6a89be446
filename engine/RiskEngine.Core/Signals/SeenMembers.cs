using System.Globalization;
using System.Numerics;
using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Signals;

/// <summary>Of whom a task has told rules that count the members of an area, and in which period last: each source once a period. Part of its checkpoint, so that what it
/// tells again after a restart is the same.</summary>
/// <remarks>About 100 bytes for each rule and source. Owned by one task.</remarks>
/// <param name="vocabulary">The task's names.</param>
public sealed class SeenMembers(Vocabulary vocabulary) : IKeyedState
{
    private const int FirstSweep = 4096;
    private readonly Dictionary<(string Rule, int Site, int Source), int> _slots = [];
    private readonly List<(string Rule, int Site, int Source, EventTime Period)> _entries = [];
    private readonly Stack<int> _free = [];

    /// <summary>How many it remembers.</summary>
    public int Count => _slots.Count;

    string IKeyedState.StateId => "seen:task";

    DirtySlots IKeyedState.Dirty => Changes;

    int IKeyedState.SlotBound => _entries.Count;

    private DirtySlots Changes { get; } = new();

    /// <summary>Whether a source speaks for the first time in a period; remembers that it has.</summary>
    /// <param name="rule">The rule that is told, in its version: another one has to be told anew.</param>
    /// <param name="site">Symbol of the site.</param>
    /// <param name="source">Symbol of the source.</param>
    /// <param name="at">When it speaks.</param>
    /// <param name="period">Length of a period.</param>
    public bool IsNew(string rule, int site, int source, EventTime at, TimeSpan period)
    {
        var begun = at.FloorTo(period);
        if (_slots.TryGetValue((rule, site, source), out var slot))
        {
            var entry = _entries[slot];
            if (entry.Period >= begun) return false;
            _entries[slot] = entry with { Period = begun };
        }
        else
        {
            if (_slots.Count >= FirstSweep && BitOperations.IsPow2(_slots.Count)) Sweep(begun - (2 * period), rule);
            slot = Add(rule, site, source, begun);
        }

        Changes.Mark(slot);
        return true;
    }

    /// <summary>Whether it has told of a source in the period already; costs less than to ask whether the rule looks at the event.</summary>
    public bool Knows(string rule, int site, int source, EventTime at, TimeSpan period) =>
        _slots.TryGetValue((rule, site, source), out var slot) && _entries[slot].Period >= at.FloorTo(period);

    /// <summary>Forgets of whom rules were told that are not there any more.</summary>
    /// <param name="rules">Those that are.</param>
    public void Keep(IReadOnlySet<string> rules)
    {
        for (var slot = 0; slot < _entries.Count; slot++)
        {
            if (_entries[slot].Rule is { Length: > 0 } rule && !rules.Contains(rule)) Remove(slot);
        }
    }

    string IKeyedState.KeyOf(int slot)
    {
        var (rule, site, source, _) = _entries[slot];
        return string.Create(CultureInfo.InvariantCulture, $"{rule}\n{vocabulary.Sites[site]}\n{vocabulary.Sources[source]}");
    }

    bool IKeyedState.TrySave(int slot, StateWriter writer)
    {
        if (_entries[slot].Period == EventTime.MinValue) return false;
        writer.Int(_entries[slot].Period.Micros);
        return true;
    }

    void IKeyedState.Restore(string key, ref StateReader reader)
    {
        var parts = key.Split('\n');
        if (parts.Length != 3 || parts[0].Length == 0) throw new StateFormatException($"'{key}' is no rule, site and source");
        var (site, source, period) = (vocabulary.Sites.Intern(parts[1]), vocabulary.Sources.Intern(parts[2]), reader.Time());
        if (_slots.TryGetValue((parts[0], site, source), out var slot)) _entries[slot] = (parts[0], site, source, period);
        else Add(parts[0], site, source, period);
    }

    void IKeyedState.Forget(string key)
    {
        var parts = key.Split('\n');
        if (parts.Length == 3 && _slots.TryGetValue((parts[0], vocabulary.Sites.Intern(parts[1]), vocabulary.Sources.Intern(parts[2])), out var slot)) Remove(slot);
    }

    void IKeyedState.Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("what was told is taken over as it is", nameof(before));
    }

    void IKeyedState.Retire()
    {
    }

    void IKeyedState.Clear()
    {
        _slots.Clear();
        _entries.Clear();
        _free.Clear();
    }

    void IKeyedState.Resume(EventTime now)
    {
    }

    private int Add(string rule, int site, int source, EventTime period)
    {
        // That a slot was given up has to be saved before somebody else takes it.
        if (_free.TryPeek(out var slot) && !Changes.Contains(slot))
        {
            _free.Pop();
        }
        else
        {
            slot = _entries.Count;
            _entries.Add(default);
        }

        _entries[slot] = (rule, site, source, period);
        _slots.Add((rule, site, source), slot);
        return slot;
    }

    /// <summary>Makes room: whoever has been silent for so long is told of anew in any case.</summary>
    private void Sweep(EventTime before, string rule)
    {
        for (var slot = 0; slot < _entries.Count; slot++)
        {
            if (_entries[slot] is { Period: var period, Rule: var of } && of == rule && period > EventTime.MinValue && period < before) Remove(slot);
        }
    }

    private void Remove(int slot)
    {
        var (rule, site, source, _) = _entries[slot];
        _slots.Remove((rule, site, source));
        _entries[slot] = (rule, site, source, EventTime.MinValue);
        _free.Push(slot);
        Changes.Mark(slot);
    }
}
