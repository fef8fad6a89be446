using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <content>The clocks of sources as a checkpoint keeps them; timers follow from the state of those who set them.</content>
internal sealed partial class KeySchedule
{
    public string StateId => id;

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => IsOfSources ? _keys.Length : 0;

    public string KeyOf(int slot) => keys.KeyOf(slot);

    public bool TrySave(int slot, StateWriter writer)
    {
        if (slot >= _keys.Length || _keys[slot].At == EventTime.MinValue) return false;
        writer.Int(_keys[slot].At.Micros);
        writer.Int(_keys[slot].Seen.Micros - _keys[slot].At.Micros);
        return true;
    }

    /// <summary>What <see cref="TrySave"/> wrote, in words.</summary>
    public static string InWords(ref StateReader reader)
    {
        var at = reader.Time();
        return $"newest event {at}; it came when the task stood at {reader.Time(at)}";
    }

    public void Restore(string key, ref StateReader reader)
    {
        ref var one = ref KeyAt(keys.SlotOf(key));
        one.At = reader.Time();
        one.Seen = reader.Time(one.At);
    }

    public void Forget(string key)
    {
        if (keys.TrySlotOf(key, out var slot)) Forget(slot);
    }

    public void Expire(EventTime now)
    {
        if (!IsOfSources) return;
        foreach (var slot in keys.Expiring)
        {
            Forget(slot);
            Dirty.Mark(slot);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("clocks are taken over as they are", nameof(before));
    }

    /// <summary>No rule needs it any more: should one come back, it starts empty.</summary>
    public void Retire() => Clear();

    public void Clear()
    {
        _queue.Clear();
        _hopping = [];
        (_keys, _timers, _free, _used) = ([], new Timer[64], None, 0);
        (Floor, IsInOrder) = (EventTime.MinValue, false);
    }

    public void Resume(EventTime now)
    {
    }

    private void Forget(int slot)
    {
        if (slot < _keys.Length) (_keys[slot].At, _keys[slot].Seen) = (EventTime.MinValue, EventTime.MinValue);
    }
}
