using System.Text;
using RiskEngine.Core.Checkpoints;
using RiskEngine.Core.Desk;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using RiskEngine.Core.Time;
using RiskEngine.Desk.Book;
using RiskEngine.Desk.Intake;
using RiskEngine.Desk.Records;
using RiskEngine.Pipeline.Tasks;

namespace RiskEngine.Desk.Running;

/// <summary>What a task of the desk runs: one partition of <c>risk.alerts.v1</c>, whose key is the desk area, and the desk of its areas.</summary>
/// <remarks>Its time is that of the transitions, none later than its record was appended, and of the idle clock. Owned by the task's thread.</remarks>
public sealed class DeskProgram : TaskProgram, IDisposable
{
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(1);
    private readonly AlertDecoder _decoder = new();
    private readonly SegmentEncoder _segments;
    private readonly List<DeskRecord> _drained = [];
    private long _consumed;
    private long _filtered;
    private long _dead;
    private long _lost;
    private bool _withholds;

    /// <summary>Creates the program of a task that has seen nothing.</summary>
    public DeskProgram(TaskId id, DeskPolicy policy)
        : base(id)
    {
        Desk = new AlertDesk(policy);
        _segments = new SegmentEncoder(Desk.Saved);
    }

    /// <summary>The desk.</summary>
    public AlertDesk Desk { get; }

    /// <summary>What became of the transitions taken in.</summary>
    public DeskLedger DeskLedger => Desk.Ledger;

    /// <inheritdoc/>
    public override EventTime Newest => Desk.Now;

    /// <inheritdoc/>
    /// <remarks>
    /// Transitions taken in count as evaluated; how they were told is in <see cref="DeskLedger"/>. Those that were published before there was a desk, whose key is
    /// not their area, are filtered: the next one of the same alert may lie in another partition.
    /// </remarks>
    public override Ledger Ledger => new()
    {
        Consumed = _consumed, Evaluated = Desk.Ledger.TakenIn, Filtered = _filtered, Duplicates = Desk.Ledger.Duplicates, DeadLettered = _dead, Lost = _lost,
    };

    /// <inheritdoc/>
    public override DeskReport DeskReport => new(
        Desk.Ledger.TakenIn,
        [
            new("notified", Desk.Ledger.Notified), new("folded", Desk.Ledger.Folded), new("silenced", Desk.Ledger.Silenced), new("shelved", Desk.Ledger.Shelved),
            new("inhibited", Desk.Ledger.Inhibited), new("budgeted", Desk.Ledger.Budgeted),
        ],
        Desk.Ledger.Duplicates, Desk.Notifications, Desk.OpenIncidents, Desk.OpenAlerts);

    /// <inheritdoc/>
    public override TimeSpan RebuildSpan => LooksBack;

    /// <inheritdoc/>
    public override EventTime? LatestTime(RecordBatch records)
    {
        EventTime? latest = null;
        for (var i = 0; i < records.Count; i++)
        {
            if (_decoder.TryDecode(records.Value(i), out var taken, out _) && !(taken.At <= latest)) latest = taken.At;
        }

        return latest;
    }

    /// <inheritdoc/>
    public override long? Restore(StoredTask stored, Action<string, string, string> refused)
    {
        if (stored.Checkpoint is not { } checkpoint) return null;
        foreach (var segment in stored.Segments) SegmentEncoder.Restore(segment.Span, Desk.Saved, EventTime.MaxValue, refused);
        Desk.Resume();
        return GoOnFrom(checkpoint, checkpoint.OldestSegment);
    }

    /// <inheritdoc/>
    public override long RestorePlace(TaskCheckpoint checkpoint) => GoOnFrom(checkpoint, checkpoint.NewestSegment + 1);

    /// <inheritdoc/>
    public override void BeginRebuild(long start, long end, TaskCheckpoint? lost)
    {
        NextOffset = start;
        Rebuild = new Rebuild(start, end, lost?.Ledger ?? default);
        _withholds = true;
        if (lost is not null) _segments.ContinueAfter(lost.NewestSegment + 1, lost.NewestSegment);
    }

    /// <inheritdoc/>
    public override bool Reads(ReadOnlyMemory<byte> request) => RequestDecoder.TryDecode(request, out _, out _);

    /// <inheritdoc/>
    public override TaskCheckpoint Checkpoint(ref byte[] segment, out int length, bool keepsWaiting = false)
    {
        var (number, oldestBefore) = (_segments.NextSegment, _segments.OldestNeeded);
        length = _segments.Next(ref segment);
        return new TaskCheckpoint
        {
            NextOffset = NextOffset, ResumeOffset = NextOffset, Newest = Newest, Ledger = Ledger, Ticks = TickPlace,
            OldestBefore = oldestBefore, OldestSegment = _segments.OldestNeeded, NewestSegment = number,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Desk.Dispose();

    /// <summary>Takes in what happens to the task.</summary>
    /// <param name="input">Records, time that passes, or what somebody asks.</param>
    /// <param name="rejections">Gets records that are no transitions.</param>
    internal void Take(TaskInput input, List<Rejection> rejections)
    {
        switch (input)
        {
            case TaskInput.Records { Batch: var records }:
                Take(records, rejections);
                break;
            case TaskInput.Tick { Reached: var reached }:
                Desk.Tick(reached);
                break;
            case TaskInput.Asked { Request.Json: var json, At: var at }:
                // Only what could be read was recorded; an older engine may meet what a newer one knows.
                if (RequestDecoder.TryDecode(Encoding.UTF8.GetBytes(json), out var request, out _)) Desk.Take(request, at);
                else Desk.Tick(at);
                break;
            case TaskInput.Unreadable { Request: var unreadable }:
                RequestDecoder.TryDecode(unreadable.Value, out _, out var fault);
                rejections.Add(new Rejection(unreadable.Offset, -1, RejectReason.MalformedJson, fault ?? "", unreadable.Value.ToArray()) { Topic = unreadable.Topic });
                if (RequestHeading.Of(unreadable.Value) is { } heading) Desk.Refuse(heading, unreadable, fault ?? "");
                break;
            case TaskInput.ReplayEnded:
                Rebuild = null;
                _withholds = false;
                Desk.ClearRecords();
                break;
        }
    }

    /// <summary>What is to be published, until the next call; nothing while lost state is brought back.</summary>
    internal IReadOnlyList<DeskRecord> Drain()
    {
        _drained.Clear();
        if (!_withholds) _drained.AddRange(Desk.Records);
        Desk.ClearRecords();
        return _drained;
    }

    private void Take(RecordBatch records, List<Rejection> rejections)
    {
        foreach (var removed in records.Removed)
        {
            _lost += removed.CountFrom(NextOffset);
            NextOffset = Math.Max(NextOffset, removed.Until);
        }

        for (var i = 0; i < records.Count; i++)
        {
            _consumed++;
            if (!_decoder.TryDecode(records.Value(i), out var taken, out var fault)) Refuse(records, i, fault, rejections);
            else if (records.HasKey(i) && AlertId.TryParse(records.Key(i), out var key) && key == taken.Id) _filtered++;
            else Desk.Take(taken, TimeOf(taken, records.AppendedUnixMillis(i)));
            NextOffset = records.Offset(i) + 1;
        }
    }

    /// <summary>A transition whose device has a clock that is ahead does not move the clock of the desk beyond the moment at which it was published.</summary>
    private static EventTime TimeOf(in TakenAlert taken, long appended) => appended > 0 ? EventTime.Min(taken.At, EventTime.FromUnixMilliseconds(appended)) : taken.At;

    private void Refuse(RecordBatch records, int index, string fault, List<Rejection> rejections)
    {
        _dead++;
        if (!_withholds) rejections.Add(new Rejection(records.Offset(index), -1, RejectReason.MalformedJson, fault, records.Value(index).ToArray()));
    }

    private long GoOnFrom(TaskCheckpoint checkpoint, long oldestSegment)
    {
        _segments.ContinueAfter(oldestSegment, checkpoint.NewestSegment);
        NextOffset = ReplayedBelow = checkpoint.NextOffset;
        TickPlace = checkpoint.Ticks;
        (_consumed, _filtered) = (checkpoint.Ledger.Consumed, checkpoint.Ledger.Filtered);
        (_dead, _lost) = (checkpoint.Ledger.DeadLettered, checkpoint.Ledger.Lost);
        return checkpoint.ResumeOffset;
    }
}
