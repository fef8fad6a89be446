using System.Text;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Gives every key of one kind (source, site, area, attribute) a slot, and remembers at which site it was last seen.</summary>
internal sealed class KeyDirectory : IKeyedState
{
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int> _slots = [];
    private readonly List<string> _names = [""];
    private int[] _areaOfSite = new int[64];
    private int[] _siteOf = new int[256];

    public KeyDirectory(KeyBy by, Vocabulary vocabulary)
    {
        By = by;
        _vocabulary = vocabulary;
        StateId = $"keys:{by}";
    }

    public KeyBy By { get; }

    public string StateId { get; }

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => By.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources.Count,
        KeyKind.Site => _vocabulary.Sites.Count,
        _ => _names.Count,
    };

    /// <summary>The slot of the event's key; <see cref="SymbolTable.None"/> where the event has none.</summary>
    public int SlotOf(EventCursor cursor)
    {
        ref readonly var e = ref cursor.Event;
        var slot = By.Kind switch
        {
            KeyKind.Source => e.Source,
            KeyKind.Site => e.Site,
            KeyKind.Area => AreaOf(e.Site),
            _ => AttributeOf(cursor),
        };
        if (By.Kind != KeyKind.Site && slot != SymbolTable.None) SeenAt(slot, e.Site);
        return slot;
    }

    public string KeyOf(int slot) => By.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources[slot],
        KeyKind.Site => _vocabulary.Sites[slot],
        _ => _names[slot],
    };

    /// <summary>The site at which a key was last seen; the key itself for sites and areas.</summary>
    public string SiteOf(int slot) => By.Kind switch
    {
        KeyKind.Site or KeyKind.Area => KeyOf(slot),
        _ => slot < _siteOf.Length ? _vocabulary.Sites[_siteOf[slot]] : "",
    };

    /// <summary>The slot that an alert of another rule falls to: by its key where that is of the same kind, else by its site or the area of its site.</summary>
    /// <returns>Null where the alert says nothing about such a key.</returns>
    public int? SlotOfAlert(AlertTransition transition)
    {
        if (transition.Rule.By == By) return SlotOf(transition.Key);
        return By.Kind switch
        {
            _ when transition.Site.Length == 0 => null,
            KeyKind.Site when transition.Rule.By.Kind != KeyKind.Area => SlotOf(transition.Site),
            KeyKind.Area when transition.Rule.By.Kind != KeyKind.Area || transition.Rule.By.Depth >= By.Depth => SlotOf(Prefix(transition.Site, By.Depth)),
            _ => null,
        };
    }

    /// <summary>The slot of a stored key, added where it is new.</summary>
    /// <exception cref="StateFormatException">The key is empty, or there are more than the task may hold.</exception>
    public int SlotOf(string key) => By.Kind switch
    {
        KeyKind.Source => Interned(_vocabulary.Sources, key),
        KeyKind.Site => Interned(_vocabulary.Sites, key),
        _ => SlotOfName(key),
    };

    /// <summary>The slot of a key that may be new.</summary>
    /// <returns>False where there are more keys than the task may hold.</returns>
    public bool TryAdd(string key, out int slot)
    {
        if (By.Kind is not (KeyKind.Source or KeyKind.Site))
        {
            slot = SlotOfName(key);
            return true;
        }

        var table = By.Kind == KeyKind.Source ? _vocabulary.Sources : _vocabulary.Sites;
        return table.TryIntern(Encoding.UTF8.GetBytes(key), out slot) && slot != SymbolTable.None;
    }

    /// <summary>Notes where a key ought to be, until it is seen.</summary>
    public void ExpectAt(int slot, string site)
    {
        if (By.Kind is KeyKind.Site or KeyKind.Area || (slot < _siteOf.Length && _siteOf[slot] != SymbolTable.None)) return;
        if (!_vocabulary.Sites.TryIntern(Encoding.UTF8.GetBytes(site), out var symbol)) return;
        SetSite(slot, symbol);
        Dirty.Mark(slot);
    }

    /// <summary>Finds the slot of a stored key.</summary>
    public bool TrySlotOf(string key, out int slot) => By.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources.TryFind(Encoding.UTF8.GetBytes(key), out slot),
        KeyKind.Site => _vocabulary.Sites.TryFind(Encoding.UTF8.GetBytes(key), out slot),
        _ => _slots.TryGetValue(key, out slot),
    };

    public bool TrySave(int slot, StateWriter writer)
    {
        if (slot >= _siteOf.Length || _siteOf[slot] == SymbolTable.None) return false;
        writer.String(_vocabulary.Sites[_siteOf[slot]]);
        return true;
    }

    public void Restore(string key, ref StateReader reader) => SetSite(SlotOf(key), Interned(_vocabulary.Sites, reader.String()));

    public void Forget(string key)
    {
        if (TrySlotOf(key, out var slot)) SetSite(slot, SymbolTable.None);
    }

    public void Adopt(IKeyedState before)
    {
        if (before != this) throw new ArgumentException("a key directory is taken over as it is", nameof(before));
    }

    public void Clear() => Array.Clear(_siteOf);

    public void Resume(EventTime now)
    {
    }

    private void SeenAt(int slot, int site)
    {
        if (slot < _siteOf.Length && _siteOf[slot] == site) return;
        SetSite(slot, site);
        if (By.Kind != KeyKind.Area) Dirty.Mark(slot);
    }

    private void SetSite(int slot, int site)
    {
        if (slot >= _siteOf.Length) Array.Resize(ref _siteOf, Math.Max(_siteOf.Length * 2, slot + 1));
        _siteOf[slot] = site;
    }

    private int AreaOf(int site)
    {
        if (site >= _areaOfSite.Length) Array.Resize(ref _areaOfSite, Math.Max(_areaOfSite.Length * 2, site + 1));
        ref var area = ref _areaOfSite[site];
        if (area == SymbolTable.None) area = SlotOfName(Prefix(_vocabulary.Sites[site], By.Depth));
        return area;
    }

    private int AttributeOf(EventCursor cursor) =>
        cursor.TryGetAttribute(By.Name, out var attribute) && attribute.Text is { } text ? SlotOfName(text) : SymbolTable.None;

    private int SlotOfName(string name)
    {
        if (_slots.TryGetValue(name, out var slot)) return slot;
        slot = _names.Count;
        _names.Add(name);
        _slots.Add(name, slot);
        return slot;
    }

    private static int Interned(SymbolTable table, string name) =>
        table.TryIntern(Encoding.UTF8.GetBytes(name), out var symbol) && symbol != SymbolTable.None
            ? symbol
            : throw new StateFormatException(name.Length == 0 ? "a key without a name" : $"more than the {table.Limit} names that a task may hold");

    private static string Prefix(string path, int depth)
    {
        var end = -1;
        while (depth-- > 0)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0) return path;
        }

        return path[..end];
    }
}
