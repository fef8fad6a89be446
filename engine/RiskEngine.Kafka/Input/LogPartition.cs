using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using RiskEngine.Core.Events;
using RiskEngine.Kafka.Native;

namespace RiskEngine.Kafka.Input;

/// <summary>One assigned partition, as its task sees it: batches through a bounded channel, and its place relative to the log's end.</summary>
/// <remarks>The reader's thread fills it, one task's thread empties it.</remarks>
public sealed class LogPartition
{
    private readonly Channel<RecordBatch> _channel;
    private readonly ConcurrentBag<RecordBatch> _spare = [];
    private readonly ConcurrentQueue<Action> _commands;
    private readonly LogReader _reader;
    private bool _isFull;
    private RecordBatch _filling = new();
    private long _highWatermark = -1;
    private long _position = -1;
    private TaskCompletionSource<long>? _began;
    private long _lastEnd = -1;
    private bool _reachedEnd;
    private bool _atEnd;

    /// <summary>Whether keys and all headers of its records are wanted: of those that are mapped, and of alerts, whose key says whether it is for the desk.</summary>
    internal bool WantsKeys { get; init; }

    internal LogPartition(TaskId id, LogReader reader, ConcurrentQueue<Action> commands, int queuedBatches)
    {
        Id = id;
        _reader = reader;
        _commands = commands;
        _channel = Channel.CreateBounded<RecordBatch>(new BoundedChannelOptions(queuedBatches) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Which partition.</summary>
    public TaskId Id { get; }

    /// <summary>Whether everything in the log has been handed over. Nobody can know while no broker answers.</summary>
    public bool AtEnd => Volatile.Read(ref _atEnd) && _channel.Reader.Count == 0 && _reader.IsConnected;

    /// <summary>Records in the log that have not been read; null where unknown.</summary>
    public long? Lag => Volatile.Read(ref _highWatermark) is var high and >= 0 && Volatile.Read(ref _position) is var position and >= 0
        ? Math.Max(0, high - position)
        : null;

    /// <summary>Takes the next batch in offset order, if there is one; <see cref="Return"/> gives it back.</summary>
    public bool TryRead([NotNullWhen(true)] out RecordBatch? batch)
    {
        if (!_channel.Reader.TryRead(out batch)) return false;
        if (!Volatile.Read(ref _isFull)) return true;
        Volatile.Write(ref _isFull, false);
        _reader.Wake();
        return true;
    }

    /// <summary>Waits for a batch.</summary>
    /// <returns>False once the partition was taken away and all batches were read.</returns>
    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken) => _channel.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Starts delivery, or starts it again elsewhere: what was delivered and not read is dropped.</summary>
    /// <param name="offset">Where; null continues at the group's committed offset, or the log's start.</param>
    /// <returns>Completes with the place when the reader stands there; the caller must not read before.</returns>
    public Task<long> StartAt(long? offset)
    {
        var started = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        _commands.Enqueue(() => _reader.Start(this, offset, started));
        return started.Task;
    }

    /// <summary>Says that everything below an offset is safely stored; only lag monitors read it.</summary>
    public void Commit(long nextOffset) => _commands.Enqueue(() => _reader.StoreOffset(this, nextOffset));

    /// <summary>Gives a batch back for reuse.</summary>
    public void Return(RecordBatch batch)
    {
        batch.Clear();
        if (_spare.Count < 4) _spare.Add(batch);
    }

    /// <summary>Whether delivery has begun; only the reader's thread looks.</summary>
    internal bool Started { get; private set; }

    /// <summary>Where its records come from; null where they come one by one with all others.</summary>
    internal PartitionQueue? Queue { get; init; }

    /// <summary>Whether fetching is paused because the channel is full; only where there is no queue.</summary>
    internal bool Paused { get; set; }

    /// <summary>Where the client began to read; a start without a stored offset begins there, even when records were offered before it.</summary>
    internal long? Origin { get; private set; }

    internal int FillingCount => _filling.Count;

    /// <summary>Notes what the client reads, wanted or not.</summary>
    internal void Offered(long offset)
    {
        Origin ??= offset;
        if (_began is not { } began) return;
        _began = null;
        Volatile.Write(ref _position, offset);
        began.TrySetResult(offset);
    }

    /// <summary>Begins to deliver.</summary>
    /// <param name="offset">From where; null from wherever the client begins.</param>
    /// <param name="began">Told the place once it is known.</param>
    internal void BeginAt(long? offset, TaskCompletionSource<long> began)
    {
        Started = true;
        _filling.Clear();
        while (_channel.Reader.TryRead(out var stale)) Return(stale);
        LeaveEnd();
        Volatile.Write(ref _position, offset ?? -1);
        if (offset is { } place) began.TrySetResult(place);
        else _began = began;
    }

    internal void Take(long offset, ReadOnlySpan<byte> value, long appendedUnixMillis, IReadOnlyList<KeyValuePair<string, byte[]>>? headers)
    {
        if (_position >= 0 && offset < _position) return;
        LeaveEnd();
        _filling.Add(offset, value, appendedUnixMillis, headers);
        Volatile.Write(ref _position, offset + 1);
    }

    /// <summary>Takes the key of the record that was just taken.</summary>
    internal void TakeKey(long offset, ReadOnlySpan<byte> key)
    {
        if (_filling.Count > 0 && _filling.Offset(_filling.Count - 1) == offset) _filling.AddKey(key);
    }

    /// <summary>Offset of the record that should come next; null where any may.</summary>
    internal long? Expected => _position >= 0 ? _position : null;

    /// <summary>Tells the task that retention removed what should have come next.</summary>
    internal void SkipRemoved(RemovedRecords removed)
    {
        _filling.AddRemoved(removed);
        Volatile.Write(ref _position, removed.Until);
    }

    /// <summary>Whether an end of the log beyond what should come next has not been looked at yet.</summary>
    internal bool IsNewEnd(long end)
    {
        if (_lastEnd == end) return false;
        _lastEnd = end;
        return true;
    }

    /// <summary>Notes that the log ends here; the task is told so once it has been handed what came before.</summary>
    internal void ReachedEnd() => _reachedEnd = true;

    internal void SetHighWatermark(long offset) => Volatile.Write(ref _highWatermark, offset);

    /// <summary>Hands the filled batch over.</summary>
    /// <returns>False where the channel is full; the batch stays and grows no further.</returns>
    internal bool TryFlush()
    {
        if (!_filling.IsEmpty)
        {
            if (!TryWrite()) return false;
            _filling = _spare.TryTake(out var spare) ? spare : new RecordBatch();
        }

        if (_reachedEnd) Volatile.Write(ref _atEnd, true);
        return true;
    }

    internal void Complete() => _channel.Writer.TryComplete();

    private bool TryWrite()
    {
        if (_channel.Writer.TryWrite(_filling)) return true;
        Volatile.Write(ref _isFull, true);

        // Room made before the task could see the flag wakes nobody.
        return _channel.Writer.TryWrite(_filling);
    }

    private void LeaveEnd()
    {
        _reachedEnd = false;
        Volatile.Write(ref _atEnd, false);
    }
}
