using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>What the keys of one kind are called: a slot for every name, and the name of every slot.</summary>
/// <remarks>Sources and sites have the slots of the task's vocabulary; areas, attribute values and pairs have slots of their own, in the order in which they
/// came.</remarks>
internal sealed class KeyNames
{
    private readonly KeyBy _by;
    private readonly Vocabulary _vocabulary;
    private readonly Dictionary<string, int> _slots = [];
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _slotsOfSpans;
    private readonly List<string> _own = [""];
    private readonly KeyNames? _first;
    private readonly KeyNames? _second;
    private readonly Dictionary<long, int> _pairs = [];
    private int[] _areaOfSite = [];
    private long _refused;

    public KeyNames(KeyBy by, Vocabulary vocabulary)
    {
        (_by, _vocabulary) = (by, vocabulary);
        _slotsOfSpans = _slots.GetAlternateLookup<ReadOnlySpan<char>>();
        if (by.Second is not { } second) return;
        _first = new KeyNames(by.First, vocabulary);
        _second = new KeyNames(second, vocabulary);
    }

    /// <summary>The bound of the slots.</summary>
    public int SlotBound => _by.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources.Count,
        KeyKind.Site => _vocabulary.Sites.Count,
        _ => _own.Count,
    };

    /// <summary>How many names it holds itself.</summary>
    public int OwnCount => _own.Count;

    /// <summary>Most names that it takes.</summary>
    public int Limit => _vocabulary.Sources.Limit;

    /// <summary>Events whose name was refused because there are as many as may be.</summary>
    public long Refused => _refused + (_first?.Refused ?? 0) + (_second?.Refused ?? 0);

    /// <summary>The name of a slot.</summary>
    public string this[int slot] => _by.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources[slot],
        KeyKind.Site => _vocabulary.Sites[slot],
        _ => _own[slot],
    };

    /// <summary>The slot of a stored name, added where it is new.</summary>
    /// <exception cref="StateFormatException">The name is empty, or there are more than the task may hold.</exception>
    public int SlotOf(string name) => _by.Kind switch
    {
        KeyKind.Source => Interned(_vocabulary.Sources, name),
        KeyKind.Site => Interned(_vocabulary.Sites, name),
        _ => OwnSlotOf(name),
    };

    /// <summary>Finds the slot of a stored name.</summary>
    public bool TrySlotOf(string name, out int slot) => _by.Kind switch
    {
        KeyKind.Source => _vocabulary.Sources.TryFind(Encoding.UTF8.GetBytes(name), out slot),
        KeyKind.Site => _vocabulary.Sites.TryFind(Encoding.UTF8.GetBytes(name), out slot),
        _ => _slots.TryGetValue(name, out slot),
    };

    /// <summary>The slot of a name that may be new.</summary>
    /// <returns>False where there are more names than the task may hold.</returns>
    public bool TryAdd(string name, out int slot)
    {
        if (_by.Kind is not (KeyKind.Source or KeyKind.Site))
        {
            slot = OwnSlotOf(name);
            return true;
        }

        var table = _by.Kind == KeyKind.Source ? _vocabulary.Sources : _vocabulary.Sites;
        return table.TryIntern(Encoding.UTF8.GetBytes(name), out slot) && slot != SymbolTable.None;
    }

    /// <summary>The slot of the event's key; <see cref="SymbolTable.None"/> where it has none, or there are more than the task may hold.</summary>
    public int OfEvent(EventCursor cursor) => _by.Kind switch
    {
        KeyKind.Source => cursor.Event.Source,
        KeyKind.Site => cursor.Event.Site,
        KeyKind.Area => OfArea(cursor.Event.Site),
        KeyKind.Pair => OfPair(cursor, _first!, _second!),
        _ => OfAttribute(cursor),
    };

    /// <summary>The area that a path lies in: as many of its segments as keys have; the path itself where it has fewer.</summary>
    public string AreaOf(string path) => AreaOf(path, _by.Depth);

    /// <summary>The first segments of a path; the path itself where it has fewer.</summary>
    public static string AreaOf(string path, int depth)
    {
        var end = -1;
        for (var left = depth; left > 0; left--)
        {
            end = path.IndexOf('/', end + 1);
            if (end < 0) return path;
        }

        return path[..end];
    }

    /// <summary>The symbol of a stored name, added where it is new.</summary>
    /// <exception cref="StateFormatException">The name is empty, or there are more than the task may hold.</exception>
    public static int Interned(SymbolTable table, string name) =>
        table.TryIntern(Encoding.UTF8.GetBytes(name), out var symbol) && symbol != SymbolTable.None
            ? symbol
            : throw new StateFormatException(name.Length == 0 ? "a key without a name" : $"more than the {table.Limit} names that a task may hold");

    private int OfArea(int site)
    {
        if (site >= _areaOfSite.Length) Array.Resize(ref _areaOfSite, Math.Max(Math.Max(_areaOfSite.Length * 2, 64), site + 1));
        ref var area = ref _areaOfSite[site];
        if (area == SymbolTable.None) area = OwnSlotOf(AreaOf(_vocabulary.Sites[site]));
        return area;
    }

    private int OfPair(EventCursor cursor, KeyNames firsts, KeyNames seconds)
    {
        var first = firsts.OfEvent(cursor);
        if (first == SymbolTable.None) return SymbolTable.None;
        var second = seconds.OfEvent(cursor);
        if (second == SymbolTable.None) return SymbolTable.None;
        var pair = ((long)first << 32) | (uint)second;
        if (_pairs.TryGetValue(pair, out var slot)) return slot;
        slot = BoundedSlotOf(KeyText.Join(firsts[first], seconds[second]));
        if (slot != SymbolTable.None) _pairs.Add(pair, slot);
        return slot;
    }

    /// <summary>A blank attribute is none. Numbers and truth values are keys as well, but for what ought to be a pseudonym.</summary>
    private int OfAttribute(EventCursor cursor)
    {
        if (!cursor.TryGetAttribute(_by.Name, out var attribute)) return SymbolTable.None;
        if (attribute.Text is { } text) return string.IsNullOrWhiteSpace(text) ? SymbolTable.None : _slots.TryGetValue(text, out var known) ? known : BoundedSlotOf(text);
        if (_by.Kind != KeyKind.PlainAttribute || attribute.Kind is not (EventValueKind.Number or EventValueKind.Boolean)) return SymbolTable.None;
        Span<char> written = stackalloc char[32];
        ReadOnlySpan<char> name = attribute.Kind == EventValueKind.Boolean ? attribute.Number != 0 ? "true" : "false" : written[..KeyText.Write(attribute.Number, written)];
        return _slotsOfSpans.TryGetValue(name, out var slot) ? slot : BoundedSlotOf(name.ToString());
    }

    private int BoundedSlotOf(string name)
    {
        if (_own.Count <= Limit || _slots.ContainsKey(name)) return OwnSlotOf(name);
        _refused++;
        return SymbolTable.None;
    }

    private int OwnSlotOf(string name)
    {
        if (_slots.TryGetValue(name, out var slot)) return slot;
        slot = _own.Count;
        _own.Add(name);
        _slots.Add(name, slot);
        return slot;
    }
}
