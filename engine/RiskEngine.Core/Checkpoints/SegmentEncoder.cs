using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Checkpoints;

/// <summary>Writes what a checkpoint needs of an evaluator's state as segments, and reads segments back.</summary>
/// <remarks>
/// Each segment holds the keys changed since the last one and, in addition, a stretch of the others, so that after one <em>round</em> over all keys
/// every older segment is superseded and can be dropped: writing costs at most twice the changes, and nothing is ever copied at once. Layout in
/// docs/state.md. Owned by the task.
/// </remarks>
public sealed class SegmentEncoder
{
    /// <summary>Takes one entry of a segment; a key of null says that the whole part was dropped.</summary>
    internal delegate void EntryReader(string part, string? key, bool live, ReadOnlySpan<byte> payload);

    private const byte FormatVersion = 6;
    private const byte OldestFormat = 2;
    private const int LeastRefresh = 16 * 1024;
    private readonly List<string> _dropped = [];
    private IReadOnlyList<IKeyedState> _states;
    private readonly StateWriter _segment = new();
    private readonly StateWriter _entry = new();
    private int _part;
    private int _slot;

    /// <summary>Encodes the state of one evaluator.</summary>
    public SegmentEncoder(RuleEvaluator evaluator)
        : this(evaluator.States)
    {
    }

    /// <summary>Encodes the state of other parts.</summary>
    internal SegmentEncoder(IReadOnlyList<IKeyedState> states) => _states = states;

    /// <summary>Number of the next segment.</summary>
    public long NextSegment { get; private set; }

    /// <summary>Number of the oldest segment that a restore needs.</summary>
    public long OldestNeeded { get; private set; }

    private long _roundStartedAt;

    /// <summary>Continues after the segments that a restore read.</summary>
    public void ContinueAfter(long oldest, long last)
    {
        OldestNeeded = oldest;
        NextSegment = last + 1;
        _roundStartedAt = NextSegment;
        (_part, _slot) = (0, 0);
    }

    /// <summary>Goes on with the evaluator of changed rules.</summary>
    /// <param name="evaluator">It has taken over.</param>
    /// <param name="dropped">Parts that it does not have: the next segment says so, so that a part of that name starts empty should it come back.</param>
    public void GoOnWith(RuleEvaluator evaluator, IReadOnlyList<string> dropped)
    {
        _states = evaluator.States;
        _dropped.AddRange(dropped);
        _roundStartedAt = NextSegment;
        (_part, _slot) = (0, 0);
    }

    /// <summary>Says in the next segment that parts are gone.</summary>
    public void Drop(IEnumerable<string> parts) => _dropped.AddRange(parts);

    /// <summary>Writes the next segment and forgets which keys had changed.</summary>
    /// <returns>The segment's bytes, valid until the next call.</returns>
    public ReadOnlySpan<byte> Next()
    {
        _segment.Clear();
        _segment.Byte(FormatVersion);
        foreach (var id in _dropped) WriteDropped(id);
        _dropped.Clear();
        foreach (var part in _states) WriteChanges(part);
        Refresh(Math.Max(_segment.Length, LeastRefresh));
        foreach (var part in _states) part.Dirty.Clear();
        NextSegment++;
        Checksum.Seal(_segment);
        return _segment.Written;
    }

    /// <summary>Writes the next segment into an array that was used before; nothing of it stays here, so that many tasks keep one array each and not two.</summary>
    /// <param name="buffer">Replaced by a larger one where it is too small.</param>
    /// <returns>The segment's length.</returns>
    public int Next(ref byte[] buffer)
    {
        _segment.Use(buffer);
        var length = Next().Length;
        buffer = _segment.Release();
        return length;
    }

    /// <summary>Adds the entries of one segment to an evaluator; of two entries of one key the later stays.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="evaluator">Receives the state; its clock and timers are set later by <see cref="Complete"/>.</param>
    /// <param name="now">Where its clock stood when the checkpoint was taken.</param>
    /// <param name="refused">Called with part, key and reason for every entry that cannot be read; the rest is kept.</param>
    /// <param name="latest">The time that no event of the state can lie after; null for the same as <paramref name="now"/>.</param>
    /// <param name="orphans">Receives what the evaluator has no part for; null where nobody asks.</param>
    /// <exception cref="StateFormatException">The segment as a whole cannot be read.</exception>
    public static void Restore(
        ReadOnlySpan<byte> bytes, RuleEvaluator evaluator, Time.EventTime now, Action<string, string, string> refused, OrphanedParts? orphans = null, Time.EventTime? latest = null)
    {
        var furthest = latest ?? now;
        evaluator.BeginRestore(now);
        Restore(bytes, evaluator.States, furthest, refused, orphans);
    }

    /// <summary>Adds the entries of one segment to parts; of two entries of one key the later stays.</summary>
    internal static void Restore(
        ReadOnlySpan<byte> bytes, IReadOnlyList<IKeyedState> states, Time.EventTime furthest, Action<string, string, string> refused, OrphanedParts? orphans = null)
    {
        var parts = states.ToDictionary(part => part.StateId);
        foreach (var part in states)
        {
            foreach (var earlier in EarlierNames.Of(part.StateId)) parts.TryAdd(earlier, part);
        }

        var format = bytes.IsEmpty ? (byte)0 : bytes[0];

        Read(bytes, (id, key, live, payload) =>
        {
            var part = parts.GetValueOrDefault(id);
            if (key is null)
            {
                part?.Clear();
                if (part is null) orphans?.Drop(id);
            }
            else if (part is null)
            {
                orphans?.Take(id, key, live, payload);
            }
            else if (live)
            {
                RestoreEntry(part, key, new StateReader(payload, furthest, format), refused);
            }
            else
            {
                part.Forget(key);
            }
        });
    }

    /// <summary>Reads a segment entry by entry.</summary>
    /// <exception cref="StateFormatException">The segment as a whole cannot be read.</exception>
    internal static void Read(ReadOnlySpan<byte> bytes, EntryReader entry)
    {
        var reader = new StateReader(Checksum.Open(bytes));
        var version = reader.Byte();
        if (version is < OldestFormat or > FormatVersion)
        {
            throw new StateFormatException($"segment of format {version}; this engine reads formats {OldestFormat} to {FormatVersion}", version > FormatVersion);
        }

        while (!reader.AtEnd)
        {
            var id = reader.String();
            var left = reader.Count();
            if (left == 0) entry(id, null, false, default);
            for (; left > 0; left--)
            {
                var key = reader.String();
                var live = reader.Bool();
                entry(id, key, live, live ? reader.Bytes() : default);
            }
        }
    }

    /// <summary>Sets clock and timers after the last segment.</summary>
    public static void Complete(RuleEvaluator evaluator, Time.EventTime now) => evaluator.Resume(now);

    private static void RestoreEntry(IKeyedState part, string key, StateReader entry, Action<string, string, string> refused)
    {
        try
        {
            part.Restore(key, ref entry);
            if (!entry.AtEnd) throw new StateFormatException($"{entry.Remaining} bytes too many");
        }
        catch (StateFormatException fault)
        {
            part.Forget(key);
            refused(part.StateId, key, fault.Message);
        }
    }

    private void WriteDropped(string id)
    {
        _segment.String(id);
        _segment.Count(0);
    }

    private void WriteChanges(IKeyedState part)
    {
        if (part.Dirty.Count == 0) return;
        _segment.String(part.StateId);
        _segment.Count(part.Dirty.Count);
        foreach (var slot in part.Dirty.Slots) WriteEntry(part, slot);
    }

    private void WriteEntry(IKeyedState part, int slot)
    {
        _entry.Clear();
        var live = part.TrySave(slot, _entry);
        _segment.String(part.KeyOf(slot));
        _segment.Bool(live);
        if (live) _segment.Bytes(_entry.Written);
    }

    /// <summary>Writes unchanged keys from where the last call stopped, up to a number of bytes or the end of the round.</summary>
    private void Refresh(int budget)
    {
        var end = _segment.Length + budget;
        while (_part < _states.Count)
        {
            if (!RefreshPart(_states[_part], end)) return;
            _part++;
            _slot = 0;
        }

        OldestNeeded = _roundStartedAt;
        _roundStartedAt = NextSegment + 1;
        _part = 0;
    }

    private bool RefreshPart(IKeyedState part, int end)
    {
        var start = _segment.Length;
        _segment.String(part.StateId);
        var count = _segment.CountLater();
        var entries = 0;
        while (_slot < part.SlotBound && _segment.Length < end)
        {
            var slot = _slot++;
            if (part.Dirty.Contains(slot)) continue;
            _entry.Clear();
            if (!part.TrySave(slot, _entry)) continue;
            _segment.String(part.KeyOf(slot));
            _segment.Bool(true);
            _segment.Bytes(_entry.Written);
            entries++;
        }

        if (entries > 0) _segment.SetCount(count, entries);
        else _segment.CutTo(start);
        return _slot >= part.SlotBound;
    }
}
