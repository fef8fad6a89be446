using System.Reactive.Linq;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Moves the watermark, lets events wait for it, and sends those behind it aside.</summary>
public static class OrderEventsStage
{
    /// <summary>Advances the watermark event by event; those on time wait for it to reach them, the others become late events.</summary>
    public static IObservable<OrderedBatch> OrderEvents(this IObservable<DecodedBatch> batches, TaskState task) => Observable.Defer(() =>
    {
        var encoder = new EventEncoder(task.Vocabulary);
        OrderedBatch? ordered = null;
        return batches.Select(decoded =>
        {
            ordered ??= new OrderedBatch(decoded, task.Waiting);
            ordered.Late.Clear();
            if (decoded.Input is TaskInput.Tick tick) task.Watermark.AdvanceTo(tick.Reached);
            var waiting = task.Waiting.Count;
            var again = 0L;
            foreach (ref readonly var e in decoded.Events.Events)
            {
                if (task.WasHandled(e.Offset, e.Time)) continue;
                if (e.Offset < task.ReplayedBelow) again++;
                if (task.Watermark.Observe(e.Time)) task.Waiting.Add(e, decoded.Events);
                else ordered.Late.Add(LateEventOf(e, decoded.Events, task, encoder));
            }

            task.CountLate(ordered.Late.Count);
            task.CountConsumed(task.Waiting.Count - waiting);
            task.CountReadAgain(again);
            task.NoteLosses();
            ordered.Reached = task.Watermark.Value;
            return ordered;
        });
    });

    private static LateEvent LateEventOf(in Event e, EventBatch events, TaskState task, EventEncoder encoder) =>
        new(e.Offset, e.Line, task.Vocabulary.Sites[e.Site], e.Time, task.Watermark.Value, encoder.Encode(events, e).ToArray());
}
