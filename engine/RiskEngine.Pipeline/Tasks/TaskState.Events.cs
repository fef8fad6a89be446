using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Signals;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <content>Events that are new, and those that are taken in again after a restart.</content>
public sealed partial class TaskState
{
    private EventDecoder? _looking;

    /// <summary>Takes in the waiting events that a checkpoint keeps.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="below">Leaves out those whose records lie at or above this offset, because they are read again.</param>
    /// <returns>How many were taken in that nobody had counted.</returns>
    private int TakeKept(TaskCheckpoint checkpoint, long below)
    {
        var events = new ReorderBuffer(TimeSpan.FromMinutes(1));
        WaitingEvents.Restore(checkpoint.Kept.Span, events, Vocabulary, below);
        var taken = 0;
        events.Show((batch, index) => taken += TakeAgain(batch, index) ? 1 : 0);
        return taken;
    }

    /// <summary>Takes in an event that had been read before the restart.</summary>
    /// <returns>Whether it had waited, so that it is counted now.</returns>
    private bool TakeAgain(EventBatch events, int index)
    {
        if (Rebuild is null && _oneWatermark is not { } watermark) return Evaluator.ObserveAgain(events, index);
        if (_oneWatermark is { } reached && events[index].Time <= reached) return false;
        Evaluator.Observe(events, index);
        return true;
    }

    /// <summary>Takes in an event.</summary>
    /// <param name="events">Holds it.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="appendedUnixMillis">When the log took it; 0 where nobody knows.</param>
    /// <returns>What became of it.</returns>
    public Verdict Take(EventBatch events, int index, long appendedUnixMillis)
    {
        if (events[index].Offset >= ReplayedBelow)
        {
            var verdict = Evaluator.Observe(events, index, appendedUnixMillis);
            if (verdict != Verdict.Late) CountConsumed(1);
            return verdict;
        }

        if (TakeAgain(events, index))
        {
            _losses.CameAgain(1);
            CountConsumed(1);
        }

        return Verdict.Filtered;
    }

    /// <inheritdoc/>
    public override EventTime? LatestTime(RecordBatch records)
    {
        if (ReadsSignals) return LatestMarker(records);
        _looking ??= new EventDecoder(_definition.Decoding, new Vocabulary(), _definition.CreatePseudonymizer(), inputs: _definition.Inputs, topic: Id.Topic);
        var events = new EventBatch();
        _looking.Decode(records, events, []);
        EventTime? latest = null;
        foreach (ref readonly var e in events.Events)
        {
            if (latest is null || e.Time > latest) latest = e.Time;
        }

        return latest;
    }

    private static EventTime? LatestMarker(RecordBatch records)
    {
        var reader = new SignalReader();
        EventTime? latest = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (reader.TryRead(records.Value(i), out _) && reader.Head.Clock is { } clock && !(latest >= clock)) latest = clock;
        }

        return latest;
    }

    /// <summary>The sources whose times are worst.</summary>
    /// <param name="most">How many at most.</param>
    public IReadOnlyList<ClockFault> WorstClocks(int most) => Evaluator.ClockFaults.Worst(source => Vocabulary.Sources[source], most);

    /// <summary>Time goes on without an event; not before all has been read again that waited at a restart, because it would come too late then.</summary>
    public void Tick(TaskInput.Tick tick)
    {
        if (NextOffset < ReplayedBelow) return;
        if (tick.IsIdle) Evaluator.Tick(tick.Reached);
        else Evaluator.AdvanceTo(tick.Reached);
    }
}
