using Microsoft.Extensions.Logging;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Pipeline.Running;

/// <summary>Stores the checkpoints of one ownership of a task, each as soon as all that was published before it is acknowledged.</summary>
/// <remarks>One at a time; what it says of itself may be read by any thread.</remarks>
/// <param name="task">The task.</param>
/// <param name="epoch">The owner's epoch.</param>
/// <param name="environment">The store, room for segments, and the clock.</param>
/// <param name="transactions">Those of the task; null where alerts are delivered at least once.</param>
/// <param name="stored">Told the offset below which everything is stored.</param>
/// <param name="log">Told of failures.</param>
internal sealed partial class CheckpointSaver(TaskId task, long epoch, TaskEnvironment environment, ITransactionalOutput? transactions, Action<long> stored, ILogger log)
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = log;
    private long _failures;
    private SavedCheckpoint? _last;
    private string? _waitsFor;

    /// <summary>What the checkpoint on its way waits for, in words that follow "waits for"; null where none is on its way.</summary>
    public string? WaitsFor => Volatile.Read(ref _waitsFor);

    /// <summary>The last one that was stored; null before the first.</summary>
    public SavedCheckpoint? Last => Volatile.Read(ref _last);

    /// <summary>Attempts that failed.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>Stores a checkpoint, however long the outputs and the store take.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="array">Holds its segment; given back once it is stored.</param>
    /// <param name="length">How many of its bytes are the segment.</param>
    /// <param name="acks">What was published before it.</param>
    /// <param name="since">When it was taken.</param>
    /// <param name="cancellationToken">Gives it up at once. What was sent by then may still be stored, which harms nobody.</param>
    /// <exception cref="FencedException">Another owner has the task, or the store has lost a step.</exception>
    public async Task Save(TaskCheckpoint checkpoint, byte[] array, int length, Acknowledgements acks, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var segment = array.AsMemory(0, length);
        var failures = Failures;
        Volatile.Write(ref _waitsFor, "Kafka to acknowledge what was published");
        await acks.Completion.WaitAsync(cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _waitsFor, "the store to take it");
        if (transactions is not null && environment.Store is ITwoStepStore store)
        {
            var step = new PendingStep(PendingStep.MarkerOf(epoch, checkpoint), checkpoint);
            await Stored(() => store.TryPrepareAsync(task, epoch, checkpoint, segment, cancellationToken), cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _waitsFor, "Kafka to commit the transaction");
            await transactions.CommitAsync(step.Marker).WaitAsync(cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _waitsFor, "the store to take it");
            await Stored(() => store.TryFinishAsync(task, epoch, step, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Stored(() => environment.Store.TrySaveAsync(task, epoch, checkpoint, segment, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        Volatile.Write(ref _waitsFor, null);

        // After a failed attempt the store's client may still hold the array.
        if (Failures == failures) environment.Segments.Return(array);
        var now = environment.Time.GetUtcNow();
        Volatile.Write(ref _last, new SavedCheckpoint(now, segment.Length, now - since, (_last?.Count ?? 0) + 1));
        stored(checkpoint.ResumeOffset);
    }

    /// <summary>Repeats a step of the store until it is served.</summary>
    private async Task Stored(Func<Task<bool>> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await step().ConfigureAwait(false)) return;
                throw new FencedException(task);
            }
            catch (DependencyException fault)
            {
                LogNotSaved(task, fault.Message);
                Interlocked.Increment(ref _failures);
                await Task.Delay(StoreRetry, environment.Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Task {Task}: checkpoint not stored, tried again: {Reason}")]
    private partial void LogNotSaved(TaskId task, string reason);
}
