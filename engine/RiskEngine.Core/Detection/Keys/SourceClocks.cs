using RiskEngine.Core.Events;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>The clocks of sources that are not live, which decide together how far time has come, as a checkpoint keeps them.</summary>
internal sealed class SourceClocks(TaskClock clock, Vocabulary vocabulary) : IKeyedState
{
    private readonly KeyNames _names = new(Rules.KeyBy.Source, vocabulary);

    public string StateId => "sources:task";

    public DirtySlots Dirty { get; } = new();

    public int SlotBound => clock.SourceBound;

    public string KeyOf(int slot) => _names[slot];

    public bool TrySave(int slot, StateWriter writer)
    {
        if (clock.Of(slot) is var at && at == EventTime.MinValue) return false;
        writer.Int(at.Micros);
        return true;
    }

    public void Restore(string key, ref StateReader reader) => clock.Restore(_names.SlotOf(key), reader.Time());

    public void Forget(string key)
    {
        if (_names.TrySlotOf(key, out var slot)) clock.Forget(slot);
    }

    /// <summary>Forgets sources whose keys are forgotten.</summary>
    public void Forget(IEnumerable<int> sources)
    {
        foreach (var source in sources)
        {
            if (clock.Of(source) == EventTime.MinValue) continue;
            clock.Forget(source);
            Dirty.Mark(source);
        }
    }

    /// <summary>Forgets the sources that have not come as far as a time.</summary>
    public void Expire(EventTime before)
    {
        for (var source = 0; source < clock.SourceBound; source++)
        {
            if (clock.Of(source) is var at && (at == EventTime.MinValue || at >= before)) continue;
            clock.Forget(source);
            Dirty.Mark(source);
        }
    }

    public void Adopt(IKeyedState before, EventTime now)
    {
        if (before != this) throw new ArgumentException("clocks are taken over as they are", nameof(before));
    }

    public void Retire()
    {
    }

    public void Clear()
    {
        for (var source = 0; source < clock.SourceBound; source++) clock.Forget(source);
    }

    public void Resume(EventTime now) => clock.Resume(now);
}
