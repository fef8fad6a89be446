using System.Reactive.Linq;
using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Operators;

/// <summary>Moves the watermark and sends events behind it aside.</summary>
public static class SplitLateEventsOperator
{
    /// <summary>Advances the watermark event by event; those on time wait for it to reach them, the others become late events.</summary>
    public static IObservable<TaskBatch> SplitLateEvents(this IObservable<TaskBatch> batches, TaskState task)
    {
        var encoder = new EventJson(task.Vocabulary);
        return batches.Do(batch =>
        {
            if (batch.Tick is { } tick) task.Watermark.AdvanceTo(tick);
            var late = batch.Late.Count;
            var waiting = task.Waiting.Count;
            var again = 0L;
            foreach (ref readonly var e in batch.Events.Events)
            {
                if (task.WasHandled(e.Offset, e.Time)) continue;
                if (e.Offset < task.ReplayedBelow) again++;
                if (task.Watermark.Observe(e.Time)) task.Waiting.Add(e, batch.Events);
                else batch.Late.Add(LateEventOf(e, batch.Events, task, encoder));
            }

            task.CountLate(batch.Late.Count - late);
            task.CountConsumed(task.Waiting.Count - waiting);
            task.CountReadAgain(again);
            task.NoteLosses();
        });
    }

    private static LateEvent LateEventOf(in Event e, EventBatch events, TaskState task, EventJson encoder) =>
        new(e.Offset, e.Line, task.Vocabulary.Sites[e.Site], e.Time, task.Watermark.Value, encoder.Encode(events, e).ToArray());
}
