using System.Globalization;
using System.Runtime.InteropServices;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>The ids that were delivered of late, so that an event that is delivered again counts once.</summary>
/// <remarks>
/// Two events are deliveries of one where kind, source and id are equal. Only what was evaluated is remembered: after a restart, records that are read
/// again bring no duplicates. A ring of the last <see cref="Most"/> deliveries, in event-time order, stored by blocks. Owned by one task.
/// </remarks>
/// <param name="part">What it is called in the state.</param>
internal sealed class RecentIds(string part = RecentIds.OfTask) : IKeyedState
{
    /// <summary>How many deliveries a task remembers; of more, the oldest are forgotten before their time.</summary>
    public const int Most = (int)((Blocks - 1) << BlockBits);

    /// <summary>What those of events are called that are evaluated as they arrive.</summary>
    public const string OfTask = "ids:task";

    private const int BlockBits = 6;
    private const long Blocks = 2048;
    private Dictionary<ulong, long> _last = [];
    private SortedDictionary<string, (long From, Delivery[] Block)>? _restored;
    private Delivery[] _ring = [];
    private long _oldest;
    private long _next;

    public string StateId => part;

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => (int)Math.Min(Blocks, ((_next - 1) >> BlockBits) + 1);

    /// <summary>How many deliveries are remembered.</summary>
    public int Count => (int)(_next - _oldest);

    /// <summary>Names an event by what its deliveries share; the same in every task and after a restart.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="source">Its source.</param>
    /// <param name="id">Its own id as UTF-8.</param>
    public static ulong NameOf(string kind, string source, ReadOnlySpan<byte> id)
    {
        var device = SipHash.Hash128(MemoryMarshal.AsBytes(source.AsSpan()), 0, 0);
        var ofKind = SipHash.Hash128(MemoryMarshal.AsBytes(kind.AsSpan()), (ulong)(device >> 64), (ulong)device);
        return (ulong)SipHash.Hash128(id, (ulong)(ofKind >> 64), (ulong)ofKind);
    }

    /// <summary>Takes a delivery in.</summary>
    /// <param name="name">What <see cref="NameOf"/> gives.</param>
    /// <param name="at">When, not before the delivery taken in last.</param>
    /// <param name="kept">How long deliveries are remembered.</param>
    /// <returns>How long before it the same event was delivered last; null where it was not.</returns>
    public TimeSpan? SinceLast(ulong name, EventTime at, TimeSpan kept)
    {
        while (_oldest < _next && At(_oldest).Time + kept < at) ForgetOldest();
        TimeSpan? since = _last.TryGetValue(name, out var place) ? at - At(place).Time : null;
        if (Count == Most) ForgetOldest();
        if (Count == _ring.Length) Grow();
        At(_next) = new Delivery(name, at);
        _last[name] = _next;
        Dirty.Mark(SlotOf(_next));
        _next++;
        return since;
    }

    public string KeyOf(int slot) => slot.ToString(CultureInfo.InvariantCulture);

    public bool TrySave(int slot, StateWriter writer)
    {
        var newest = (_next - 1) >> BlockBits;
        var block = newest - ((newest - slot) & (Blocks - 1));
        var from = Math.Max(_oldest, block << BlockBits);
        var until = Math.Min(_next, (block + 1) << BlockBits);
        if (from >= until) return false;
        writer.Int(from);
        writer.Count((int)(until - from));
        var before = EventTime.Epoch;
        for (var place = from; place < until; place++)
        {
            ref readonly var delivery = ref At(place);
            writer.UInt(delivery.Name);
            writer.Int(delivery.Time.Micros - before.Micros);
            before = delivery.Time;
        }

        return true;
    }

    public void Restore(string key, ref StateReader reader)
    {
        var from = reader.Int();
        var block = new Delivery[reader.Count()];
        var time = EventTime.Epoch;
        for (var i = 0; i < block.Length; i++) block[i] = new Delivery(reader.UInt(), time = i == 0 ? reader.Time() : reader.Time(time));
        if (from < 0 || block.Length is 0 or > 1 << BlockBits || from >> BlockBits != (from + block.Length - 1) >> BlockBits || KeyOf(SlotOf(from)) != key)
        {
            throw new StateFormatException($"{block.Length} deliveries from number {from} on are no block of the name {key}");
        }

        (_restored ??= new(StringComparer.Ordinal))[key] = (from, block);
    }

    public void Forget(string key) => _restored?.Remove(key);

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not RecentIds other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        Dirty.TakeOver(other.Dirty);
        (_last, _ring, _oldest, _next) = (other._last, other._ring, other._oldest, other._next);
    }

    public void Retire()
    {
    }

    public void Clear()
    {
        _restored = null;
        (_last, _ring, _oldest, _next) = ([], [], 0, 0);
    }

    /// <summary>Puts the blocks that were restored behind each other. Of blocks that are further apart than a task remembers, the newest count.</summary>
    public void Resume(EventTime now)
    {
        if (_restored is not { Count: > 0 } restored) return;
        _restored = null;
        var blocks = restored.Values.OrderBy(block => block.From).ToList();
        _next = blocks[^1].From + blocks[^1].Block.Length;
        _oldest = Math.Max(blocks[0].From, _next - Most);
        while (_ring.Length < Count) Grow();
        var reached = blocks[0].Block[0].Time;
        foreach (var (from, block) in blocks)
        {
            for (var i = 0; i < block.Length; i++)
            {
                if (from + i < _oldest) continue;

                // A block that was refused leaves a gap of deliveries without a name; order in time is what they are kept in.
                reached = EventTime.Max(reached, block[i].Time);
                At(from + i) = block[i] with { Time = reached };
                _last[block[i].Name] = from + i;
            }
        }
    }

    private static int SlotOf(long place) => (int)((place >> BlockBits) & (Blocks - 1));

    private ref Delivery At(long place) => ref _ring[place & (_ring.Length - 1)];

    private void ForgetOldest()
    {
        var name = At(_oldest).Name;
        if (_last.TryGetValue(name, out var place) && place == _oldest) _last.Remove(name);
        _oldest++;
        if ((_oldest & ((1 << BlockBits) - 1)) == 0 || _oldest == _next) Dirty.Mark(SlotOf(_oldest - 1));
    }

    private void Grow()
    {
        var ring = new Delivery[Math.Max(1 << BlockBits, _ring.Length * 2)];
        for (var place = _oldest; _ring.Length > 0 && place < _next; place++) ring[place & (ring.Length - 1)] = At(place);
        _ring = ring;
    }

    /// <summary>One delivery of an event.</summary>
    private readonly record struct Delivery(ulong Name, EventTime Time);
}
