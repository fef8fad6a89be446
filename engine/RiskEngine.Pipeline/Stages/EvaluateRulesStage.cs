using System.Reactive.Linq;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Pipeline.Stages;

/// <summary>Events, in the order of the log, through all rules; every key has its own time there.</summary>
public static class EvaluateRulesStage
{
    private const int Far = 16;
    private const int Near = 8;

    /// <summary>Changes over to other rules where the input says so, gives the events to the rules, and lets time go on where it does without events. Events
    /// that come too late for every rule are set aside.</summary>
    public static IObservable<CandidateBatch> EvaluateRules(this IObservable<DecodedBatch> batches, TaskState task) => Observable.Defer(() =>
    {
        var encoder = new EventEncoder(task.Vocabulary);
        CandidateBatch? candidates = null;
        return batches.Select(decoded =>
        {
            candidates ??= new CandidateBatch(decoded);
            candidates.Transitions.Clear();
            candidates.Late.Clear();
            candidates.Signals.Clear();
            candidates.RuleChange = decoded.Input is TaskInput.RulesChanged change ? task.ChangeRules(change.Next, change.Crossing) : null;
            if (decoded.Input is TaskInput.Tick tick) task.Tick(tick);
            task.Tap(before: 0);
            if (decoded.Input is TaskInput.Records { Batch: { } records }) Evaluate(decoded.Events, records, task, candidates.Late, encoder);
            if (decoded.Input is TaskInput.Mark mark) task.Mark(mark);
            task.NoteLosses();
            task.Evaluator.NamesRefused(task.Decoder.Counters.RejectedFor(RejectReason.TooManySources));
            task.Evaluator.Drain(candidates.Transitions);
            task.DrainSignals(candidates.Signals);
            return candidates;
        });
    });

    private static void Evaluate(EventBatch events, RecordBatch records, TaskState task, List<LateEvent> late, EventEncoder encoder)
    {
        var record = 0;
        var isTapped = task.IsTapped;
        List<LateEvent>? lateSignals = null;
        for (var first = 0; first < events.Count;)
        {
            var end = EndOfRecord(events, first, out var isInOrder);
            while (records.Offset(record) < events[first].Offset) record++;
            var order = isInOrder ? null : Enumerable.Range(first, end - first).OrderBy(i => events[i].Time).ToArray();
            for (var i = first; i < end; i++)
            {
                if (i + Far < events.Count) task.Evaluator.Prefetch(events[i + Far], isNear: false);
                if (i + Near < events.Count) task.Evaluator.Prefetch(events[i + Near], isNear: true);
                var next = order is null ? i : order[i - first];
                var before = task.Evaluator.TransitionCount;
                var verdict = task.Take(events, next, records.AppendedUnixMillis(record));
                if (verdict == Verdict.Late) late.Add(LateEventOf(events[next], events, task, encoder));
                if (!isTapped || !task.Tap(events, next, ofRecord: i - first + 1, before) || verdict != Verdict.Filtered) continue;
                task.CountLateSignal();
                (lateSignals ??= []).Add(LateEventOf(events[next], events, task, encoder));
            }

            task.Evaluator.EndRecord();
            first = end;
        }

        task.CountLate(late.Count);
        late.AddRange(lateSignals ?? []);
    }

    /// <summary>The end of the events of one record, which are taken in the order of their times: some devices send the newest reading first.</summary>
    private static int EndOfRecord(EventBatch events, int first, out bool isInOrder)
    {
        isInOrder = true;
        var end = first + 1;
        for (; end < events.Count && events[end].Offset == events[first].Offset; end++) isInOrder &= events[end].Time >= events[end - 1].Time;
        return end;
    }

    private static LateEvent LateEventOf(in Event e, EventBatch events, TaskState task, EventEncoder encoder) =>
        new(e.Offset, e.Line, task.Vocabulary.Sites[e.Site], e.Time, task.Evaluator.ClockPassed(e), encoder.Encode(events, e).ToArray());
}
