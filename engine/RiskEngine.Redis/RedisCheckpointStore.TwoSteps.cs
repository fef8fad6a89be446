using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <content>The two steps of <c>delivery: transactional</c>: fields <c>p:marker</c>, <c>p:checkpoint</c>, <c>p:segment</c> beside the current checkpoint.</content>
public sealed partial class RedisCheckpointStore
{
    // Judges as SaveScript does.
    private const string PrepareScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        local newest = tonumber(redis.call('HGET', KEYS[1], 'newest') or '-1')
        local number = tonumber(ARGV[2])
        if number > newest + 1 then return 0 end
        if number < newest then return 1 end
        redis.call('HSET', KEYS[1], 'p:marker', ARGV[4], 'p:checkpoint', ARGV[3], 'p:segment', ARGV[5])
        return 1
        """;

    // The pending step goes last: what a store that logs command by command has of a script it died in must still be finished.
    private const string FinishScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        local pending = redis.call('HMGET', KEYS[1], 'p:marker', 'p:checkpoint', 'p:segment')
        if pending[1] == ARGV[2] then
            redis.call('HSET', KEYS[1], 'newest', ARGV[3], 'checkpoint', pending[2], 's:' .. ARGV[3], pending[3])
            for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
                local number = tonumber(string.match(field, '^s:(%d+)$'))
                if number and number < tonumber(ARGV[4]) then redis.call('HDEL', KEYS[1], field) end
            end
        end
        redis.call('HDEL', KEYS[1], 'p:marker', 'p:checkpoint', 'p:segment')
        return 1
        """;

    /// <inheritdoc/>
    public async Task<bool> TryPrepareAsync(
        TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        return (long)await Written(segment.Length + checkpoint.Kept.Length, Prepare, cancellationToken).ConfigureAwait(false) == 1;

        Task<RedisResult> Prepare()
        {
            RedisValue[] arguments = [epoch, checkpoint.NewestSegment, checkpoint.Encode(), PendingStep.MarkerOf(epoch, checkpoint), segment];
            return _redis.GetDatabase().ScriptEvaluateAsync(PrepareScript, [KeyOf(task)], arguments);
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TryFinishAsync(TaskId task, long epoch, PendingStep step, CancellationToken cancellationToken)
    {
        RedisValue[] arguments = [epoch, step.Marker, step.Checkpoint.NewestSegment, step.Checkpoint.OldestSegment];
        var answer = await Guarded(() => _redis.GetDatabase().ScriptEvaluateAsync(FinishScript, [KeyOf(task)], arguments), cancellationToken).ConfigureAwait(false);
        return (long)answer == 1;
    }

    /// <inheritdoc/>
    public async Task<bool> TryDropAsync(TaskId task, long epoch, CancellationToken cancellationToken)
    {
        // No step has this marker: the script drops what is pending and changes nothing else.
        RedisValue[] arguments = [epoch, "none", 0, 0];
        var answer = await Guarded(() => _redis.GetDatabase().ScriptEvaluateAsync(FinishScript, [KeyOf(task)], arguments), cancellationToken).ConfigureAwait(false);
        return (long)answer == 1;
    }

    /// <inheritdoc/>
    public async Task<PendingStep?> FindPendingAsync(TaskId task, CancellationToken cancellationToken)
    {
        var key = KeyOf(task);
        var fields = await Guarded(() => _redis.GetDatabase().HashGetAsync(key, ["p:marker", "p:checkpoint"]), cancellationToken).ConfigureAwait(false);
        if (fields[0].IsNull) return null;
        try
        {
            return new PendingStep((long)fields[0], TaskCheckpoint.Decode((byte[]?)fields[1]));
        }
        catch (StateFormatException fault)
        {
            throw new DependencyException($"Redis key '{key}' holds a pending step that cannot be read: "
                + $"{fault.Message}; delete its fields p:marker, p:checkpoint and p:segment to drop it", fault);
        }
    }
}
