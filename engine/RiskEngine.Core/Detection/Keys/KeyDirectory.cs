using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>Gives every key of one kind (source, site, area, attribute, pair) a slot, and remembers at which site and in which period of time it was last seen.</summary>
/// <remarks>A key is <em>live</em> from its first event until it expires. Its time is kept as a period only, so that a key that speaks all the time changes
/// once a period and not with every event.</remarks>
internal sealed class KeyDirectory : IKeyedState
{
    private const int Unknown = int.MaxValue;
    private readonly Vocabulary _vocabulary;
    private readonly KeyNames _names;
    private readonly TaskClock _clock;
    private readonly HashSet<int> _kept = [];
    private readonly HashSet<int> _expiring = [];
    private Seen[] _seen = new Seen[256];
    private (EventCursor? Cursor, long Number, int Slot) _lookedUp;
    private int _period = int.MinValue;
    private EventTime _periodStart = EventTime.MaxValue;
    private EventTime _periodEnd = EventTime.MinValue;

    public KeyDirectory(KeyBy by, Vocabulary vocabulary, KeyExpiry expiry, TaskClock clock)
    {
        _clock = clock;
        By = by;
        Expiry = expiry;
        _vocabulary = vocabulary;
        _names = new KeyNames(by, vocabulary);
        StateId = $"keys:{by}";
    }

    public KeyBy By { get; }

    /// <summary>The names of the task.</summary>
    public Vocabulary Vocabulary => _vocabulary;

    /// <summary>How time is divided into periods.</summary>
    public KeyExpiry Expiry { get; }

    /// <summary>How many keys are live.</summary>
    public int LiveCount { get; private set; }

    /// <summary>Most keys that it takes.</summary>
    public int Limit => _names.Limit;

    /// <summary>Events whose key was refused because there are as many as may be.</summary>
    public long Refused => _names.Refused;

    /// <summary>Keys that have expired.</summary>
    public long Expired { get; private set; }

    /// <summary>Whether names that are not in use any more fill it; a restored task has forgotten them.</summary>
    public bool IsCrowded => _names.OwnCount - LiveCount > Limit / 4;

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => _names.SlotBound;

    /// <summary>The slot of the event's key; <see cref="SymbolTable.None"/> where the event has none.</summary>
    public int SlotOf(EventCursor cursor)
    {
        ref readonly var e = ref cursor.Event;
        var slot = By.Kind == KeyKind.Source ? e.Source : By.Kind == KeyKind.Pair ? OfPair(cursor) : _names.OfEvent(cursor);
        if (slot != SymbolTable.None) SeenAt(slot, e.Site, EventTime.Max(_clock.Newest, e.Time));
        return slot;
    }

    /// <summary>The clock of a pair asks for its slot, and so do those who measure: it is looked up once.</summary>
    private int OfPair(EventCursor cursor)
    {
        if (_lookedUp.Cursor == cursor && _lookedUp.Number == cursor.Number) return _lookedUp.Slot;
        var slot = _names.OfEvent(cursor);
        _lookedUp = (cursor, cursor.Number, slot);
        return slot;
    }

    /// <summary>An event of a key is near.</summary>
    public void Prefetch(int slot)
    {
        if (slot < _seen.Length) CacheLine.Prefetch(ref _seen[slot]);
    }

    public string KeyOf(int slot) => _names[slot];

    /// <summary>The site at which a key was last seen; the key itself for sites and areas, and the area of a pair.</summary>
    public string SiteOf(int slot) => By.Kind switch
    {
        KeyKind.Site or KeyKind.Area => KeyOf(slot),
        KeyKind.Pair when By.First.Kind == KeyKind.Area => KeyText.Split(KeyOf(slot))?.First ?? "",
        _ => IsLive(slot) ? _vocabulary.Sites[_seen[slot].Site] : "",
    };

    /// <summary>The slot that an alert of another rule falls to: by its key where that is of the same kind, else by its site or the area of its site.</summary>
    /// <returns>Null where the alert says nothing about such a key.</returns>
    public int? SlotOfAlert(AlertTransition transition) => SlotOfAlert(transition.Rule.By, transition.Key, transition.Site);

    /// <summary>The slot that an alert falls to, by what its rule is evaluated for, its key and its site.</summary>
    /// <returns>Null where the alert says nothing about such a key.</returns>
    public int? SlotOfAlert(KeyBy by, string key, string site)
    {
        if (by == By) return SlotOf(key);
        return By.Kind switch
        {
            KeyKind.Source when KeyText.SourceOf(by, key) is { } source => SlotOf(source),
            _ when site.Length == 0 => null,
            KeyKind.Site when by.First.Kind != KeyKind.Area => SlotOf(site),
            KeyKind.Area when by.First.Kind != KeyKind.Area || by.Depth >= By.Depth => SlotOf(_names.AreaOf(site)),
            _ => null,
        };
    }

    /// <summary>The slot of a stored key, added where it is new.</summary>
    /// <exception cref="StateFormatException">The key is empty, or there are more than the task may hold.</exception>
    public int SlotOf(string key) => _names.SlotOf(key);

    /// <summary>The slot of a key that may be new.</summary>
    /// <returns>False where there are more keys than the task may hold.</returns>
    public bool TryAdd(string key, out int slot) => _names.TryAdd(key, out slot);

    /// <summary>Notes where a key ought to be, until it is seen, and that it never expires.</summary>
    public void ExpectAt(int slot, string site, EventTime now)
    {
        _kept.Add(slot);
        if (IsLive(slot) || !_vocabulary.Sites.TryIntern(Encoding.UTF8.GetBytes(site), out var symbol) || symbol == SymbolTable.None) return;
        SeenAt(slot, By.Kind == KeyKind.Site ? slot : symbol, now);
    }

    /// <summary>Lets keys expire that were expected.</summary>
    public void ForgetExpectations() => _kept.Clear();

    /// <summary>The slots of keys that are about to be forgotten; between <see cref="BeginExpiry"/> and <see cref="EndExpiry"/>.</summary>
    public IReadOnlySet<int> Expiring => _expiring;

    /// <summary>Chooses the keys that were last seen more than a number of periods ago.</summary>
    /// <param name="now">A start of a period.</param>
    /// <param name="keep">How many whole periods of silence a key survives.</param>
    /// <param name="isOpen">Keys that are not dropped early when there are too many: those with an open alert.</param>
    /// <returns>How many expire.</returns>
    public int BeginExpiry(EventTime now, long keep, Func<int, bool> isOpen)
    {
        var oldest = Expiry.PeriodOf(now) - keep;
        var crowded = LiveCount > Limit / 10 * 9 ? PeriodToDrop(Expiry.PeriodOf(now)) : long.MinValue;
        for (var slot = 1; slot < _seen.Length; slot++)
        {
            if (!IsLive(slot) || _kept.Contains(slot)) continue;
            var period = _seen[slot].Period;
            if (period < oldest || (period <= crowded && !isOpen(slot))) _expiring.Add(slot);
        }

        return _expiring.Count;
    }

    /// <summary>Forgets the keys that expire.</summary>
    public void EndExpiry()
    {
        foreach (var slot in _expiring)
        {
            Remove(slot);
            Dirty.Mark(slot);
        }

        Expired += _expiring.Count;
        _expiring.Clear();
    }

    /// <summary>Finds the slot of a stored key.</summary>
    public bool TrySlotOf(string key, out int slot) => _names.TrySlotOf(key, out slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (!IsLive(slot)) return false;
        writer.String(_vocabulary.Sites[_seen[slot].Site]);
        writer.Int(Expiry.StartOf(_seen[slot].Period).Micros);
        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var slot = SlotOf(key);
        var site = KeyNames.Interned(_vocabulary.Sites, reader.String());
        Set(slot, new Seen(site, reader.AtEnd ? Unknown : Expiry.PeriodOf(reader.Time())));
    }

    public void Forget(string key)
    {
        if (TrySlotOf(key, out var slot)) Remove(slot);
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("a key directory is taken over as it is", nameof(before));
    }

    public void Retire()
    {
    }

    public void Clear()
    {
        Array.Clear(_seen);
        LiveCount = 0;
    }

    /// <summary>Keys that were stored without a time count as seen now.</summary>
    public void Resume(EventTime now)
    {
        if (now == EventTime.MinValue) return;
        foreach (ref var seen in _seen.AsSpan())
        {
            if (seen.Period == Unknown) seen = seen with { Period = Expiry.PeriodOf(now) };
        }
    }

    private bool IsLive(int slot) => slot < _seen.Length && _seen[slot].Site != SymbolTable.None;

    private void SeenAt(int slot, int site, EventTime at)
    {
        if (at >= _periodEnd || at < _periodStart) BeginPeriod(at);
        if (By.First.Kind == KeyKind.Area && IsLive(slot)) site = _seen[slot].Site;
        var now = new Seen(site, _period);
        if (slot < _seen.Length && _seen[slot] == now) return;
        Set(slot, now);
        Dirty.Mark(slot);
    }

    private void BeginPeriod(EventTime at)
    {
        _period = Expiry.PeriodOf(at);
        (_periodStart, _periodEnd) = (Expiry.StartOf(_period), Expiry.StartOf(_period + 1));
    }

    private void Set(int slot, Seen seen)
    {
        if (slot >= _seen.Length) Array.Resize(ref _seen, Math.Max(_seen.Length * 2, slot + 1));
        if (_seen[slot].Site == SymbolTable.None) LiveCount++;
        _seen[slot] = seen;
    }

    private void Remove(int slot)
    {
        if (!IsLive(slot)) return;
        _seen[slot] = default;
        LiveCount--;
    }

    /// <summary>The newest period whose keys go so that a quarter of the room is free again; keys of this period and the one before stay.</summary>
    private long PeriodToDrop(int current)
    {
        var left = LiveCount - (Limit / 4 * 3);
        var byPeriod = new SortedDictionary<int, int>();
        foreach (var seen in _seen)
        {
            if (seen.Site != SymbolTable.None && seen.Period < current - 1) byPeriod[seen.Period] = byPeriod.GetValueOrDefault(seen.Period) + 1;
        }

        var last = long.MinValue;
        foreach (var (period, count) in byPeriod)
        {
            if (left <= 0) break;
            last = period;
            left -= count;
        }

        return last;
    }

    /// <summary>Where and when a live key was last seen.</summary>
    private readonly record struct Seen(int Site, int Period);
}
