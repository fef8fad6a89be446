using RiskEngine.Core.Events;

namespace RiskEngine.Core.State;

/// <summary>The slots whose state changed since the last checkpoint, each once, in the order of the first change.</summary>
internal sealed class DirtySlots
{
    private List<int> _slots = [];
    private ulong[] _marks = new ulong[16];

    public int Count => _slots.Count;

    public void Mark(int slot)
    {
        var word = slot >> 6;
        if (word >= _marks.Length) Array.Resize(ref _marks, Math.Max(_marks.Length * 2, word + 1));
        var bit = 1UL << (slot & 63);
        if ((_marks[word] & bit) != 0) return;
        _marks[word] |= bit;
        _slots.Add(slot);
    }

    /// <summary>Brings near what <see cref="Mark"/> will write.</summary>
    public void Prefetch(int slot)
    {
        if (slot >> 6 < _marks.Length) CacheLine.Prefetch(ref _marks[slot >> 6]);
    }

    public bool Contains(int slot) => slot >> 6 < _marks.Length && (_marks[slot >> 6] & (1UL << (slot & 63))) != 0;

    public IReadOnlyList<int> Slots => _slots;

    /// <summary>Goes on with the marks of a part that is not used any more, at no cost for each.</summary>
    public void TakeOver(DirtySlots before) => (_slots, _marks) = (before._slots, before._marks);

    public void Clear()
    {
        foreach (var slot in _slots) _marks[slot >> 6] &= ~(1UL << (slot & 63));
        _slots.Clear();
    }
}
