using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>State that is kept by key: what every part has to do, whatever it keeps.</summary>
/// <remarks>The bodies are for checkpoints, restores and changes of rules; what observes events calls none that is virtual.</remarks>
/// <typeparam name="TSelf">The part itself, which takes over from its like.</typeparam>
internal abstract class KeyedState<TSelf>(string stateId, KeyDirectory keys) : IKeyedState
    where TSelf : KeyedState<TSelf>
{
    /// <summary>The keys that it is about.</summary>
    public KeyDirectory Keys { get; } = keys;

    public string StateId { get; } = stateId;

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => IsEmpty ? 0 : Keys.SlotBound;

    /// <summary>Whether no key has any state.</summary>
    protected abstract bool IsEmpty { get; }

    public string KeyOf(int slot) => Keys.KeyOf(slot);

    public abstract bool TrySave(int slot, StateWriter writer);

    public void Restore(string key, ref StateReader reader) => Restore(Keys.SlotOf(key), ref reader);

    public void Forget(string key)
    {
        if (Keys.TrySlotOf(key, out var slot)) Forget(slot);
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before is not TSelf other) throw new ArgumentException($"'{StateId}' is no longer the same part", nameof(before));
        Dirty.TakeOver(other.Dirty);
        TakeOver(other, now);
    }

    public virtual void Retire()
    {
    }

    public abstract void Clear();

    public virtual void Resume(EventTime now)
    {
    }

    /// <summary>Forgets all state of keys that expire; for parts that are told to (<see cref="IExpiring"/>).</summary>
    public virtual void Expire(EventTime now)
    {
        foreach (var slot in Keys.Expiring)
        {
            if (Forget(slot)) Dirty.Mark(slot);
        }
    }

    /// <summary>Adds or replaces the state of a slot.</summary>
    protected abstract void Restore(int slot, ref StateReader reader);

    /// <summary>Removes the state of a slot.</summary>
    /// <returns>Whether there was any.</returns>
    protected abstract bool Forget(int slot);

    /// <summary>Goes on with the state of the part before, by taking its references.</summary>
    protected abstract void TakeOver(TSelf before, EventTime now);
}
