using RiskEngine.Core.Alerts;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Detection;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Signals;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>All that one task owns: its names, decoder, clock, waiting events, rules with their windows and alerts, and its place in the log.</summary>
/// <remarks>Owned by the task's thread; nothing in it is shared.</remarks>
public sealed partial class TaskState : TaskProgram
{
    private const int MostKept = 64 * 1024 * 1024;
    private const int MostKeptOn = 256 * 1024;
    private readonly TaskDefinition _definition;
    private readonly SegmentEncoder _segments;
    private readonly LossTally _losses = new();
    private EventTime? _oneWatermark;
    private long _consumedBefore;
    private long _keptBelow;
    private Ledger _counted;

    /// <summary>Creates the state of a task that has seen nothing.</summary>
    public TaskState(TaskId id, TaskDefinition parts)
        : base(id)
    {
        _definition = parts;
        Vocabulary = new Vocabulary(parts.MaxSources);
        Decoder = parts.Reads is null
            ? new EventDecoder(parts.Decoding, Vocabulary, parts.CreatePseudonymizer(), parts.Now, parts.Inputs, id.Topic)
            : new EventDecoder(parts.Decoding with { PersonFields = [] }, Vocabulary, parts.CreatePseudonymizer()); // signals hold pseudonyms
        Evaluator = new RuleEvaluator(parts.Rules, id, Vocabulary, null, parts.Observer, parts.Expiry, parts.Deduplicate, parts.Lateness, parts.Disorder,
            parts.Reads is null ? new TaskClock() : TaskClock.Told(), parts.Reads is { } reads ? new ProducerRoster(reads.Patience) : null,
            parts.BlindAfter)
        { WatchesFromStart = WatchesOf(id, parts), EventObserver = parts.EventObserver };
        _segments = new SegmentEncoder(Evaluator);
    }

    /// <summary>Its names.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Its decoder.</summary>
    public EventDecoder Decoder { get; }

    /// <inheritdoc/>
    public override EventTime Newest => Evaluator.Now;

    /// <summary>Its rules.</summary>
    public RuleEvaluator Evaluator { get; private set; }

    /// <summary>The input that ends a recording: time reaches the last event.</summary>
    public TaskInput EndOfRecording => new TaskInput.Tick(Evaluator.Clock.LastOfRecording(), IsIdle: false);

    /// <inheritdoc/>
    /// <remarks>False while it still goes on from a checkpoint of an engine whose tasks had one watermark.</remarks>
    public override bool MayStore => _oneWatermark is null || NextOffset >= ReplayedBelow;

    /// <inheritdoc/>
    public override bool HasIdleClock => _definition.Reads is null;

    /// <inheritdoc/>
    public override bool HasWaiting => Evaluator.WaitingCopies > 0;

    /// <inheritdoc/>
    public override TimeSpan RebuildSpan => _definition.RebuildSpan;

    /// <inheritdoc/>
    public override Ledger Ledger => _counted with
    {
        Consumed = _consumedBefore + _counted.Consumed,
        Evaluated = _counted.Evaluated + Evaluator.Evaluated,
        Filtered = _counted.Filtered + Evaluator.Filtered,
        Duplicates = _counted.Duplicates + Evaluator.Duplicates,
        Waiting = Evaluator.Waiting,
        Lost = _losses.Total(NextOffset >= ReplayedBelow),
    };

    /// <summary>Whether windows may lack records that retention removed: within <see cref="TaskDefinition.LossIsFelt"/> of event time after the last loss.</summary>
    public bool FeelsLoss => Ledger.Lost > 0 && (_losses.At == EventTime.MinValue || Newest < _losses.At + TaskDefinition.LossIsFelt);

    /// <inheritdoc/>
    public override bool IsCrowded
    {
        get
        {
            var (sources, sites) = (Vocabulary.Sources, Vocabulary.Sites);

            // The rules do not know the names of events that still wait; a waiting event has one at most that nobody else has.
            var unused = sources.Count - (Evaluator.LiveSources ?? 0) - Evaluator.WaitingCopies;
            return Evaluator.IsCrowded || sites.Count > sites.Limit / 10 * 9 || (sources.Count > sources.Limit / 10 * 9 && unused > sources.Limit / 4);
        }
    }

    /// <summary>Goes on with other rules, between two batches.</summary>
    /// <param name="next">Built with <see cref="Evaluator"/> as the one before.</param>
    /// <param name="crossing">The rules over several partitions; null for those of before.</param>
    public RuleChange ChangeRules(RuleEvaluator next, IReadOnlyList<Rule>? crossing = null)
    {
        var change = next.TakeOver(Evaluator);
        Evaluator = next;
        ChangeTaps(crossing);
        _segments.GoOnWith(next, change.Dropped);
        return change;
    }

    /// <inheritdoc/>
    public override long? Restore(StoredTask stored, Action<string, string, string> refused)
    {
        if (stored.Checkpoint is not { } checkpoint) return null;
        var orphans = new OrphanedParts();
        foreach (var segment in stored.Segments) SegmentEncoder.Restore(segment.Span, Evaluator, checkpoint.Newest, refused, orphans, checkpoint.Latest);
        var resume = GoOnFrom(checkpoint, checkpoint.OldestSegment);
        Evaluator.ResolveOrphans(orphans);
        _segments.Drop(orphans.Ids);
        return resume;
    }

    /// <inheritdoc/>
    public override long RestorePlace(TaskCheckpoint checkpoint) => GoOnFrom(checkpoint, checkpoint.NewestSegment + 1);

    /// <inheritdoc/>
    public override void BeginRebuild(long start, long end, TaskCheckpoint? lost)
    {
        NextOffset = start;
        Rebuild = new Rebuild(start, end, lost?.Ledger ?? default);
        if (lost is null) return;
        _losses.GoOnFrom(lost.Ledger.Lost, 0, lost.LossAt);
        TakeKept(lost, start);
        _segments.ContinueAfter(lost.NewestSegment + 1, lost.NewestSegment);
    }

    /// <summary>Ends the replay: from here on events are new. The counts go on where they were.</summary>
    /// <returns>The last transition of every open alert, to be published once more.</returns>
    public IReadOnlyList<AlertTransition> EndRebuild()
    {
        if (Rebuild is not { } rebuild) return [];
        Rebuild = null;
        var before = rebuild.Before;
        _consumedBefore = before.Consumed - before.Waiting + Evaluator.Waiting;
        var (evaluated, filtered, duplicates) = (before.Evaluated - Evaluator.Evaluated, before.Filtered - Evaluator.Filtered, before.Duplicates - Evaluator.Duplicates);
        _counted = before with { Consumed = 0, Waiting = 0, Lost = 0, Evaluated = evaluated, Filtered = filtered, Duplicates = duplicates };
        return [.. rebuild.OpenAlerts];
    }

    private long GoOnFrom(TaskCheckpoint checkpoint, long oldestSegment)
    {
        SegmentEncoder.Complete(Evaluator, checkpoint.Newest);
        _segments.ContinueAfter(oldestSegment, checkpoint.NewestSegment);
        NextOffset = checkpoint.ResumeOffset;
        ReplayedBelow = checkpoint.NextOffset;
        TickPlace = checkpoint.Ticks;
        if (checkpoint.HasOneWatermark) _oneWatermark = checkpoint.Newest;
        var kept = TakeKept(checkpoint, long.MaxValue);
        _keptBelow = kept > 0 ? checkpoint.ResumeOffset : 0;
        _losses.GoOnFrom(checkpoint.Ledger.Lost, checkpoint.Owed + checkpoint.Ledger.Waiting - kept, checkpoint.LossAt);
        _consumedBefore = checkpoint.Ledger.Consumed - checkpoint.Ledger.Waiting + kept;
        _counted = checkpoint.Ledger with { Consumed = 0, Waiting = 0, Lost = 0 };
        return checkpoint.ResumeOffset;
    }

    /// <inheritdoc/>
    public override TaskCheckpoint Checkpoint(ref byte[] segment, out int length, bool keepsWaiting = false)
    {
        var number = _segments.NextSegment;
        var oldestBefore = _segments.OldestNeeded;
        Evaluator.Producers?.ForgetSkippedBelow(Evaluator.SmallestWaitingOffset(0) ?? NextOffset);
        length = _segments.Next(ref segment);
        var (kept, keptBelow) = Keep(keepsWaiting);
        return new TaskCheckpoint
        {
            NextOffset = Math.Max(NextOffset, ReplayedBelow),
            ResumeOffset = Math.Min(Evaluator.SmallestWaitingOffset(keptBelow) ?? NextOffset, NextOffset),
            Newest = Newest,
            Latest = Evaluator.Clock.Latest,
            Ledger = Ledger,
            Owed = NextOffset >= ReplayedBelow ? 0 : _losses.Owed,
            LossAt = _losses.At,
            Kept = kept,
            Ticks = TickPlace,
            OldestBefore = oldestBefore,
            OldestSegment = _segments.OldestNeeded,
            NewestSegment = number,
        };
    }

    /// <summary>What a checkpoint keeps of the waiting events, and the offset below which it keeps them.</summary>
    /// <remarks>
    /// All of them in the last checkpoint of a stop: the log may be gone when the task comes back. What was kept then is kept on while it waits, where it is
    /// small, because its records may be gone already. All else is read again: written each second, it would cost more than the changes of the state.
    /// </remarks>
    private (byte[] Kept, long Below) Keep(bool all)
    {
        var below = all ? NextOffset : _keptBelow;
        if (below == 0) return ([], 0);
        var kept = WaitingEvents.Save(Evaluator.EventsThatWait(), below, Vocabulary, all ? MostKept : MostKeptOn);
        if (kept is null or [] && !all) _keptBelow = 0;
        return kept is null ? ([], 0) : (kept, below);
    }

    /// <summary>Reads records: their events and rejections, except rejections that were dead-lettered before a restart. Records that retention removed before
    /// them count as lost where they are new to the task.</summary>
    /// <param name="records">The records, or what was removed.</param>
    /// <param name="events">Gets their events.</param>
    /// <param name="rejections">Gets the lines that were no events; empty before.</param>
    public void Decode(RecordBatch records, EventBatch events, List<Rejection> rejections)
    {
        var passedOver = Decoder.Decode(records, events, rejections, ReplayedBelow);
        if (ReplayedBelow > 0) rejections.RemoveAll(rejection => rejection.Offset < ReplayedBelow); // they were dead-lettered before the restart
        CountNoEvents(rejections.Count, passedOver);
        MoveOn(records);
    }

    /// <summary>Moves the place in the log behind records, and counts what was removed before them.</summary>
    private void MoveOn(RecordBatch records)
    {
        var known = Rebuild?.End ?? ReplayedBelow;
        for (var i = 0; i < records.Removed.Count; i++)
        {
            _losses.Removed(records.Removed[i].CountFrom(Math.Max(known, NextOffset)));
            NextOffset = Math.Max(NextOffset, records.Removed[i].Until);
        }

        if (records.Count > 0) NextOffset = records.Offset(records.Count - 1) + 1;
    }

    /// <summary>Notes at which time losses were found, once all events of a batch are taken in.</summary>
    public void NoteLosses() => _losses.Note(NextOffset >= ReplayedBelow, Newest);

    /// <summary>Counts an event that was taken in.</summary>
    private void CountConsumed(long events) => _counted = _counted with { Consumed = _counted.Consumed + events };

    /// <summary>Counts lines that became dead letters, and those that a mapping wants no event of.</summary>
    private void CountNoEvents(long dead, long passedOver) => _counted = _counted with
    { Consumed = _counted.Consumed + dead + passedOver, DeadLettered = _counted.DeadLettered + dead, Filtered = _counted.Filtered + passedOver };

    /// <summary>Counts late events.</summary>
    public void CountLate(long events) => _counted = _counted with { Consumed = _counted.Consumed + events, Late = _counted.Late + events };

    /// <summary>Counts transitions by where they went.</summary>
    public void CountTransitions(IReadOnlyCollection<AlertTransition> published, IReadOnlyCollection<AlertTransition> shadowed) => _counted = _counted with
    {
        Candidates = _counted.Candidates + published.Count + shadowed.Count,
        Published = _counted.Published + published.Count,
        Shadowed = _counted.Shadowed + shadowed.Count,
    };

    private static Func<Rule, ExpectedKey, bool>? WatchesOf(TaskId id, TaskDefinition parts) =>
        parts.WatchesFromStart is { } watches ? (rule, expected) => watches(id, rule, expected) : null;
}
