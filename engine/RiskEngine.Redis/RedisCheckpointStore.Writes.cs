using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.Tasks;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <content>Writes of segments. A task with many keys has segments of tens of megabytes: were those of all tasks on the way at once, each would wait for all others until
/// it counts as failed, and would be sent again behind them all.</content>
public sealed partial class RedisCheckpointStore
{
    /// <summary>From this size on a segment waits for its turn.</summary>
    private const int LargeBytes = 1024 * 1024;

    /// <summary>Redis works on one while the next is sent.</summary>
    private const int LargeAtOnce = 2;

    /// <summary>What a slow Redis on a slow network takes.</summary>
    private const double BytesPerSecond = 4 * 1024 * 1024;

    /// <summary>How many steps' time a write waits for its turn.</summary>
    private const int PatienceForTurn = 6;

    private readonly SemaphoreSlim _turns = new(LargeAtOnce);

    /// <inheritdoc/>
    public async Task<bool> TrySaveAsync(
        TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        return (long)await Written(segment.Length + checkpoint.Kept.Length, Save, cancellationToken).ConfigureAwait(false) == 1;

        Task<RedisResult> Save()
        {
            var arguments = new List<RedisValue> { epoch, checkpoint.NewestSegment, checkpoint.Encode(), segment };
            for (var old = checkpoint.OldestBefore; old < checkpoint.OldestSegment; old++) arguments.Add(FieldOf(old));
            return _redis.GetDatabase().ScriptEvaluateAsync(SaveScript, [KeyOf(task)], [.. arguments]);
        }
    }

    /// <summary>Runs a step that writes a segment. One that is given up keeps its turn until the client is rid of it, so that no repeats pile up behind a slow Redis.</summary>
    private async Task<RedisResult> Written(int bytes, Func<Task<RedisResult>> step, CancellationToken cancellationToken)
    {
        if (bytes < LargeBytes) return await Guarded(step, cancellationToken).ConfigureAwait(false);
        var patience = _options.Timeout + TimeSpan.FromSeconds(bytes / BytesPerSecond);
        if (!await _turns.WaitAsync(patience * PatienceForTurn, cancellationToken).ConfigureAwait(false))
        {
            throw new DependencyException($"Redis at '{_options.Servers}' is busy with the segments of other tasks for more than "
                + $"{RedisFaults.Seconds(patience * PatienceForTurn)}; check that it runs and is not overloaded");
        }

        return await Guarded(InTurn, patience, cancellationToken).ConfigureAwait(false);

        async Task<RedisResult> InTurn()
        {
            try
            {
                return await step().ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
    }
}
