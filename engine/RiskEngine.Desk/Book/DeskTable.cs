using System.Globalization;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Book;

/// <summary>What the desk keeps of one kind, slot by slot, and how a checkpoint saves it.</summary>
/// <remarks>A slot is its own key: what refers to another entry names its identity, and is tied to it again when all is restored.</remarks>
/// <typeparam name="T">The kind.</typeparam>
internal abstract class DeskTable<T>(string stateId) : IKeyedState
    where T : class, IEntry
{
    private List<T?> _entries = [];
    private Stack<int> _free = new();

    public string StateId { get; } = stateId;

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => Count == 0 ? 0 : _entries.Count;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>All entries, in no order that a restore would keep.</summary>
    public IEnumerable<T> Entries => _entries.OfType<T>();

    public string KeyOf(int slot) => slot.ToString(CultureInfo.InvariantCulture);

    /// <summary>All entries, in the order in which they were added.</summary>
    public T[] InOrder()
    {
        var all = new T[Count];
        var next = 0;
        foreach (var entry in _entries)
        {
            if (entry is not null) all[next++] = entry;
        }

        Array.Sort(all, static (x, y) => x.Order.CompareTo(y.Order));
        return all;
    }

    /// <summary>Adds an entry in a free slot.</summary>
    public void Add(T entry)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _entries.Count;
            _entries.Add(null);
        }

        entry.Slot = slot;
        _entries[slot] = entry;
        Count++;
        Dirty.Mark(slot);
    }

    /// <summary>Notes that an entry has changed.</summary>
    public void Mark(T entry) => Dirty.Mark(entry.Slot);

    /// <summary>Takes an entry out.</summary>
    public void Remove(T entry)
    {
        _entries[entry.Slot] = null;
        _free.Push(entry.Slot);
        Count--;
        Dirty.Mark(entry.Slot);
    }

    public bool TrySave(int slot, StateWriter writer)
    {
        if (slot >= _entries.Count || _entries[slot] is not { } entry) return false;
        writer.Int(entry.Order);
        Write(entry, writer);
        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var slot) || slot > Array.MaxLength / 2)
            throw new StateFormatException($"'{key}' is no slot of {StateId}");
        while (_entries.Count <= slot) _entries.Add(null);
        var order = reader.Int();
        var entry = Read(ref reader);
        (entry.Slot, entry.Order) = (slot, order);
        if (_entries[slot] is null) Count++;
        _entries[slot] = entry;
    }

    public void Forget(string key)
    {
        if (!int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var slot) || slot >= _entries.Count || _entries[slot] is null) return;
        _entries[slot] = null;
        Count--;
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not DeskTable<T> other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        (_entries, _free, Count) = (other._entries, other._free, other.Count);
        Dirty.TakeOver(other.Dirty);
    }

    public void Retire()
    {
    }

    public virtual void Clear()
    {
        _entries.Clear();
        _free.Clear();
        Count = 0;
    }

    /// <summary>Finds the free slots again, after the last <see cref="Restore"/>.</summary>
    public void Resume(EventTime now)
    {
        _free.Clear();
        for (var slot = _entries.Count - 1; slot >= 0; slot--)
        {
            if (_entries[slot] is null) _free.Push(slot);
        }
    }

    /// <summary>Writes an entry, without its order.</summary>
    protected abstract void Write(T entry, StateWriter writer);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    protected abstract T Read(ref StateReader reader);
}
