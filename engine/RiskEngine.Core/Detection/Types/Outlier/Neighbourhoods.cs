using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Outlier;

/// <summary>The sources of each key, and the panes of each of them.</summary>
/// <remarks>Memory per source of a key: its panes and about 60 bytes. Owned by one task.</remarks>
internal sealed class Neighbourhoods(PaneLayout layout, TimeSpan pane, int panes)
{
    private const int None = 0;
    private readonly Dictionary<long, int> _memberOf = [];
    private readonly Stack<int> _free = new();
    private readonly SlotTable<Group> _groups = new();
    private Member[] _members = new Member[64];
    private int _used = None;

    /// <summary>The panes of the sources, by number of the member.</summary>
    public PaneTable Table { get; } = new(layout, pane, panes);

    /// <summary>How many keys have sources.</summary>
    public int Count => _groups.Count;

    /// <summary>Rows in use or free, the bound for <see cref="SlotAt"/>.</summary>
    public int RowCount => _groups.RowCount;

    /// <summary>The key in a row; negative where the row is free.</summary>
    public int SlotAt(int row) => _groups.SlotAt(row);

    /// <summary>Up to which pane, not included, the windows of a key have ended; null where it has no source.</summary>
    public long? EndedAt(int slot) => _groups.TryRow(slot, out var row) ? _groups.At(row).Ended : null;

    /// <summary>The windows of a key have ended up to this pane, not included.</summary>
    public void SetEnded(int slot, long ended)
    {
        if (_groups.TryRow(slot, out var row)) _groups.At(row).Ended = ended;
    }

    /// <summary>How many sources a key has.</summary>
    public int SizeOf(int slot) => _groups.TryRow(slot, out var row) ? _groups.At(row).Size : 0;

    /// <summary>The member that a source of a key is, made where it is new.</summary>
    /// <param name="slot">The key.</param>
    /// <param name="source">The source.</param>
    /// <param name="ended">Up to where windows have ended, where the key is new.</param>
    public int MemberOf(int slot, int source, long ended)
    {
        var pair = PairOf(slot, source);
        if (_memberOf.TryGetValue(pair, out var member)) return member;
        if (!_free.TryPop(out member)) member = ++_used;
        if (member >= _members.Length) Array.Resize(ref _members, _members.Length * 2);
        ref var group = ref _groups.Of(slot, out var isNew);
        if (isNew) group = new Group { Ended = ended };
        _members[member] = new Member { Source = source, Next = group.First };
        (group.First, group.Size) = (member, group.Size + 1);
        _memberOf.Add(pair, member);
        return member;
    }

    /// <summary>Finds the member that a source of a key is.</summary>
    public bool TryMemberOf(int slot, int source, out int member) => _memberOf.TryGetValue(PairOf(slot, source), out member);

    /// <summary>The first member of a key, 0 for none; the others follow by <see cref="After"/>.</summary>
    public int FirstOf(int slot) => _groups.TryRow(slot, out var row) ? _groups.At(row).First : None;

    /// <summary>The next member of the same key; 0 for none.</summary>
    public int After(int member) => _members[member].Next;

    /// <summary>The source that a member is.</summary>
    public int SourceOf(int member) => _members[member].Source;

    /// <summary>Removes the members of a key that have no value from a pane on; the key goes with its last one.</summary>
    /// <returns>Whether any is left.</returns>
    public bool RemoveBefore(int slot, long pane)
    {
        if (!_groups.TryRow(slot, out var row)) return false;
        ref var group = ref _groups.At(row);
        ref var link = ref group.First;
        while (link != None)
        {
            var member = link;
            if (Table.TryRow(member, out var held) && !Table.EndedBefore(held, pane))
            {
                link = ref _members[member].Next;
                continue;
            }

            link = _members[member].Next;
            group.Size--;
            Remove(slot, member);
        }

        if (group.First != None) return true;
        _groups.Remove(slot);
        return false;
    }

    /// <summary>Forgets a key.</summary>
    /// <returns>Whether it had sources.</returns>
    public bool Forget(int slot)
    {
        if (!_groups.TryRow(slot, out var row)) return false;
        for (var member = _groups.At(row).First; member != None;)
        {
            var next = _members[member].Next;
            Remove(slot, member);
            member = next;
        }

        return _groups.Remove(slot);
    }

    /// <summary>Forgets all keys.</summary>
    public void Clear()
    {
        for (var row = 0; row < _groups.RowCount; row++)
        {
            if (_groups.SlotAt(row) is >= 0 and var slot) Forget(slot);
        }
    }

    private void Remove(int slot, int member)
    {
        if (Table.TryRow(member, out var row)) Table.RemoveRow(row);
        _memberOf.Remove(PairOf(slot, _members[member].Source));
        _members[member] = default;
        _free.Push(member);
    }

    private static long PairOf(int slot, int source) => ((long)slot << 32) | (uint)source;

    private struct Group
    {
        public int First;
        public int Size;
        public long Ended;
    }

    private struct Member
    {
        public int Source;
        public int Next;
    }
}
