using System.Collections.Concurrent;
using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;

namespace RiskEngine.Pipeline.Tests.Running;

/// <summary>A store in memory that can be told to fail or to hang, and that says when it has stored something.</summary>
internal sealed class ControlledStore : ICheckpointStore
{
    private readonly InMemoryCheckpointStore _store = new();
    private readonly SemaphoreSlim _stored = new(0);

    public ConcurrentQueue<TaskCheckpoint> Saved { get; } = new();

    /// <summary>Thrown instead of an answer while it is set.</summary>
    public volatile Exception? Fault;

    /// <summary>Attempts that failed.</summary>
    public SemaphoreSlim Failed { get; } = new(0);

    /// <summary>What saves wait for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken) =>
        Fault is { } fault ? Task.FromException<StoredTask>(fault) : _store.AcquireAsync(task, cancellationToken);

    public async Task<bool> TrySaveAsync(TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        await Gate.WaitAsync(cancellationToken);
        if (Fault is { } fault)
        {
            Failed.Release();
            throw fault;
        }

        if (!await _store.TrySaveAsync(task, epoch, checkpoint, segment, cancellationToken)) return false;
        Saved.Enqueue(checkpoint);
        _stored.Release();
        return true;
    }

    /// <summary>Waits for the next checkpoint that is stored.</summary>
    public async Task NextSaved() => Assert.True(await _stored.WaitAsync(MemorySource.Patience), "nothing is stored");
}
