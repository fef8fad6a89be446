using System.Collections.Concurrent;
using RiskEngine.Core.Ports;

namespace RiskEngine.Kafka.Input;

/// <summary>One receiver at work: the batch that it has, what waits for it, and what it is done with.</summary>
/// <remarks>Owned by the reader's thread; the receiver says from any thread what is done.</remarks>
/// <param name="receiver">The receiver.</param>
/// <param name="time">The time of waits.</param>
/// <param name="failed">Told where the receiver fails, which it should not.</param>
internal sealed class ReceiverWork(IRecordReceiver receiver, TimeProvider time, Action<Exception> failed)
{
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<LogRecord> _waiting = [];
    private readonly ConcurrentQueue<LogRecord> _done = new();
    private readonly Dictionary<int, long> _places = [];
    private IReadOnlyList<LogRecord> _batch = [];
    private Task _running = Task.CompletedTask;
    private bool _isBatch;
    private int _doneOfBatch;
    private bool _isUrgent;
    private long _firstAt;
    private long _repeatedAt = long.MinValue;
    private long? _faultAt;

    /// <summary>Whether so much waits that no more should be read.</summary>
    public bool IsFull => _waiting.Count >= 2 * receiver.BatchSize;

    /// <summary>Whether the partitions are paused, or may be: the client keeps a pause over assignments, so new work is the end of what the work before it left behind.</summary>
    public bool IsPaused { get; set; } = true;

    /// <summary>Records that were read and are not done.</summary>
    public int Waiting => _waiting.Count + (_isBatch ? _batch.Count - Volatile.Read(ref _doneOfBatch) : 0);

    /// <summary>A record was read.</summary>
    public void Add(LogRecord record)
    {
        if (_waiting.Count == 0) _firstAt = time.GetTimestamp();
        _waiting.Add(record);
        _isUrgent = _isUrgent || (receiver.Gather > TimeSpan.Zero && receiver.IsUrgent(record));
    }

    /// <summary>Starts what is due, where nothing is under way.</summary>
    public void Step()
    {
        if (!_running.IsCompleted) return;
        if (_running.Exception is { } fault) Restart(fault);
        else if (_isBatch) _isBatch = false;
        if (_faultAt is { } at && time.GetElapsedTime(at) < AfterFault) return;
        _faultAt = null;
        if (IsDue()) StartBatch();
        else if (receiver.RepeatEvery is { } every && (_repeatedAt == long.MinValue || time.GetElapsedTime(_repeatedAt) >= every)) StartRepeat();
    }

    /// <summary>The next place of each partition in which something is done since the last call.</summary>
    public IReadOnlyList<(int Partition, long Next)> TakeDone()
    {
        while (_done.TryDequeue(out var record)) _places[record.Partition] = record.Offset + 1;
        if (_places.Count == 0) return [];
        List<(int, long)> done = [.. _places.Select(place => (place.Key, place.Value))];
        _places.Clear();
        return done;
    }

    /// <summary>Places that could not be stored.</summary>
    public void PutBack(IReadOnlyList<(int Partition, long Next)> places)
    {
        foreach (var (partition, next) in places) _places.TryAdd(partition, next);
    }

    /// <summary>Asks the receiver to stop and waits for it, at most the time given.</summary>
    public void End(TimeSpan patience)
    {
        _stop.Cancel();
        var ended = new ManualResetEventSlim();
        _ = _running.ContinueWith(_ => ended.Set(), TaskScheduler.Default);
        ended.Wait(patience);
    }

    /// <summary>Closes the receiver once it has stopped.</summary>
    public async Task Close()
    {
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await receiver.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private bool IsDue() => _waiting.Count > 0
        && (_isUrgent || _waiting.Count >= receiver.BatchSize || time.GetElapsedTime(_firstAt) >= receiver.Gather);

    private void StartBatch()
    {
        var size = Math.Min(receiver.BatchSize, _waiting.Count);
        (_batch, _isBatch) = ([.. _waiting.Take(size)], true);
        _waiting.RemoveRange(0, size);
        _isUrgent = receiver.Gather > TimeSpan.Zero && _waiting.Exists(receiver.IsUrgent);
        _firstAt = time.GetTimestamp();
        Volatile.Write(ref _doneOfBatch, 0);
        var batch = _batch;
        _running = Task.Run(() => receiver.TakeAsync(batch, Done, _stop.Token));
    }

    private void StartRepeat()
    {
        _repeatedAt = time.GetTimestamp();
        _running = Task.Run(() => receiver.RepeatAsync(_stop.Token));
    }

    private void Done(LogRecord record)
    {
        _done.Enqueue(record);
        Interlocked.Increment(ref _doneOfBatch);
    }

    /// <summary>A receiver that fails otherwise than it should gets what is left of the batch once more, a while later.</summary>
    private void Restart(Exception fault)
    {
        if (!_stop.IsCancellationRequested) failed(fault.InnerException ?? fault);
        _faultAt = time.GetTimestamp();
        if (_isBatch) _waiting.InsertRange(0, _batch.Skip(Volatile.Read(ref _doneOfBatch)));
        _isBatch = false;
        _running = Task.CompletedTask;
    }
}
