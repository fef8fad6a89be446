using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>What the keys of one kind are called: a slot for every name, and the name of every slot.</summary>
/// <remarks>Sources and sites have the slots of the task's vocabulary; areas and attribute values have slots of their own, in the order in which they came.</remarks>
internal sealed class KeyNames(KeyBy by, Vocabulary vocabulary)
{
    private readonly Dictionary<string, int> _slots = [];
    private readonly List<string> _own = [""];

    /// <summary>The bound of the slots.</summary>
    public int SlotBound => by.Kind switch
    {
        KeyKind.Source => vocabulary.Sources.Count,
        KeyKind.Site => vocabulary.Sites.Count,
        _ => _own.Count,
    };

    /// <summary>How many names it holds itself.</summary>
    public int OwnCount => _own.Count;

    /// <summary>Most names that it takes.</summary>
    public int Limit => vocabulary.Sources.Limit;

    /// <summary>Events whose name was refused because there are as many as may be.</summary>
    public long Refused { get; private set; }

    /// <summary>The name of a slot.</summary>
    public string this[int slot] => by.Kind switch
    {
        KeyKind.Source => vocabulary.Sources[slot],
        KeyKind.Site => vocabulary.Sites[slot],
        _ => _own[slot],
    };

    /// <summary>The slot of a stored name, added where it is new.</summary>
    /// <exception cref="StateFormatException">The name is empty, or there are more than the task may hold.</exception>
    public int SlotOf(string name) => by.Kind switch
    {
        KeyKind.Source => Interned(vocabulary.Sources, name),
        KeyKind.Site => Interned(vocabulary.Sites, name),
        _ => OwnSlotOf(name),
    };

    /// <summary>Finds the slot of a stored name.</summary>
    public bool TrySlotOf(string name, out int slot) => by.Kind switch
    {
        KeyKind.Source => vocabulary.Sources.TryFind(Encoding.UTF8.GetBytes(name), out slot),
        KeyKind.Site => vocabulary.Sites.TryFind(Encoding.UTF8.GetBytes(name), out slot),
        _ => _slots.TryGetValue(name, out slot),
    };

    /// <summary>The slot of a name that may be new.</summary>
    /// <returns>False where there are more names than the task may hold.</returns>
    public bool TryAdd(string name, out int slot)
    {
        if (by.Kind is not (KeyKind.Source or KeyKind.Site))
        {
            slot = OwnSlotOf(name);
            return true;
        }

        var table = by.Kind == KeyKind.Source ? vocabulary.Sources : vocabulary.Sites;
        return table.TryIntern(Encoding.UTF8.GetBytes(name), out slot) && slot != SymbolTable.None;
    }

    /// <summary>The slot of the event's attribute; <see cref="SymbolTable.None"/> where it has none or a blank one, or there are more than the task may hold.</summary>
    public int OfAttribute(EventCursor cursor)
    {
        if (!cursor.TryGetAttribute(by.Name, out var attribute) || attribute.Text is not { } text || string.IsNullOrWhiteSpace(text)) return SymbolTable.None;
        if (_slots.TryGetValue(text, out var slot)) return slot;
        if (_own.Count <= Limit) return OwnSlotOf(text);
        Refused++;
        return SymbolTable.None;
    }

    /// <summary>The area that a path lies in: as many of its segments as keys have; the path itself where it has fewer.</summary>
    public string AreaOf(string path)
    {
        var end = -1;
        for (var left = by.Depth; left > 0; left--)
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

    private int OwnSlotOf(string name)
    {
        if (_slots.TryGetValue(name, out var slot)) return slot;
        slot = _own.Count;
        _own.Add(name);
        _slots.Add(name, slot);
        return slot;
    }
}
