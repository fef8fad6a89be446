using RiskEngine.Core.Time;

namespace RiskEngine.Core.State;

/// <summary>State per key that a checkpoint saves: one part of the evaluator (a group of panes, the alerts of a rule).</summary>
internal interface IKeyedState
{
    /// <summary>Identity of the part, stable over restarts and over changes of other rules; changes where its saved form would not fit.</summary>
    string StateId { get; }

    /// <summary>The slots changed since the last checkpoint.</summary>
    DirtySlots Dirty { get; }

    /// <summary>One more than the largest slot that may hold state; 0 where none does, so that thousands of quiet rules cost a checkpoint nothing.</summary>
    int SlotBound { get; }

    /// <summary>The key of a slot.</summary>
    string KeyOf(int slot);

    /// <summary>Writes the state of a slot.</summary>
    /// <returns>False where the slot has none (any more).</returns>
    bool TrySave(int slot, StateWriter writer);

    /// <summary>Adds or replaces the state of a key.</summary>
    void Restore(string key, ref StateReader reader);

    /// <summary>Removes the state of a key, where there is any.</summary>
    void Forget(string key);

    /// <summary>Takes over the state of the same part in the evaluator of the rules before: keys, which of them changed, and the timers that are set.</summary>
    /// <remarks>Moves references, so that a task does not stand still however many keys there are; timers are set anew only where the rule's times changed.
    /// The slots are the same, because key directories are taken over too. <paramref name="before"/> is not used any more.</remarks>
    void Adopt(IKeyedState before, EventTime now);

    /// <summary>Called instead where no rule needs the part any more: its timers come to nothing.</summary>
    void Retire();

    /// <summary>Removes the state of all keys.</summary>
    void Clear();

    /// <summary>Called once after the last <see cref="Restore"/>: sets the timers that follow from the state and have not run at <paramref name="now"/>.</summary>
    void Resume(EventTime now);
}
