using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <content>How the events of sources tell the clocks of the keys that they feed how far these have come.</content>
internal sealed partial class KeySchedule
{
    private readonly bool _isBySource = keys.By.Kind == Rules.KeyKind.Source;
    private (int Source, EventTime At) _outOfOrder;

    /// <summary>An event of a source has come: what is due before it for its key happens now. Says <see cref="IsInOrder"/>.</summary>
    /// <param name="cursor">Stands on the event.</param>
    /// <param name="newest">The newest time of the task when it came; null where it came before and has waited since.</param>
    public void Arrive(EventCursor cursor, EventTime? newest)
    {
        ref readonly var e = ref cursor.Event;
        var slot = SlotOf(cursor);
        if (slot == SymbolTable.None)
        {
            (IsInOrder, IsBehind) = (true, false);
            return;
        }

        Arrive(slot, e.Time, newest);
        if (!IsInOrder) _outOfOrder = (e.Source, ClockOf(slot));
    }

    /// <summary>An event of a source has come that waits because events may come in disorder.</summary>
    /// <param name="cursor">Stands on the event.</param>
    /// <param name="to">How far its key has come, because no earlier event is expected.</param>
    /// <param name="newest">The newest time of the task.</param>
    public void ArriveToWait(EventCursor cursor, EventTime to, EventTime newest)
    {
        if (SlotOf(cursor) is var slot && slot != SymbolTable.None) ArriveToWait(slot, to, newest);
    }

    /// <summary>How far the key had come of an event that has just been out of order; else how far its source had, as far as that is known.</summary>
    public EventTime ClockPassed(in Event e)
    {
        if (_isBySource) return ClockOf(e.Source);
        return _outOfOrder.Source == e.Source && _outOfOrder.At > e.Time ? _outOfOrder.At : EventTime.MinValue;
    }

    /// <summary>A key that is made of more than the source is known from its first event on, whether rules look at that or not: its clock expires with it.</summary>
    private int SlotOf(EventCursor cursor) => _isBySource ? cursor.Event.Source : keys.SlotOf(cursor);
}
