using RiskEngine.Core.Events;
using RiskEngine.Core.Ports;
using RiskEngine.Core.State;
using RiskEngine.Core.Tasks;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Keeps each task's checkpoint in one Redis hash, written by one script: atomic, and fenced by the epoch in the same hash.</summary>
/// <remarks>
/// Key <c>prefix:{topic/partition}:task</c>, fields <c>epoch</c>, <c>newest</c> (number of the checkpoint's newest segment), <c>checkpoint</c> and one
/// <c>s:number</c> per segment. A step that arrives again, behind its successor, changes nothing; one whose predecessor Redis has lost (a replica that
/// lagged, a log that missed a second) is refused, so that state and offset move back together. The braces keep a task in one slot of Redis
/// Cluster. May be shared by tasks and threads.
/// </remarks>
public sealed class RedisCheckpointStore : ICheckpointStore
{
    private const string AcquireScript = """
        local epoch = redis.call('HINCRBY', KEYS[1], 'epoch', 1)
        return {epoch, redis.call('HGET', KEYS[1], 'checkpoint')}
        """;

    private const string SaveScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        local newest = tonumber(redis.call('HGET', KEYS[1], 'newest') or '-1')
        local number = tonumber(ARGV[2])
        if number < newest then return 1 end
        if number > newest + 1 then return 0 end
        redis.call('HSET', KEYS[1], 'newest', ARGV[2], 'checkpoint', ARGV[3], 's:' .. ARGV[2], ARGV[4])
        for i = 5, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end
        return 1
        """;

    private const string ForgetScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
            if field ~= 'epoch' then redis.call('HDEL', KEYS[1], field) end
        end
        return 1
        """;

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisOptions _options;

    /// <summary>Uses an open connection.</summary>
    public RedisCheckpointStore(IConnectionMultiplexer redis, RedisOptions options)
    {
        _redis = redis;
        _options = options;
    }

    /// <inheritdoc/>
    public bool IsReachable => _redis.IsConnected;

    /// <inheritdoc/>
    public async Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken)
    {
        var key = KeyOf(task);
        var database = _redis.GetDatabase();
        var answer = await Guarded(() => database.ScriptEvaluateAsync(AcquireScript, [key]), cancellationToken).ConfigureAwait(false);
        var parts = (RedisValue[]?)answer ?? [];
        var epoch = (long)parts[0];
        if (parts[1].IsNull) return new StoredTask(epoch, null, []);
        try
        {
            var checkpoint = TaskCheckpoint.Decode((byte[]?)parts[1]);
            var segments = await ReadSegments(database, key, checkpoint, cancellationToken).ConfigureAwait(false);
            await DropOrphans(database, key, checkpoint, cancellationToken).ConfigureAwait(false);
            return new StoredTask(epoch, checkpoint, segments);
        }
        catch (StateFormatException fault) when (fault.IsNewer)
        {
            throw new DependencyException($"Redis key '{key}' holds {fault.Message}; run the newer engine again, or delete the key to start empty", fault);
        }
        catch (StateFormatException fault)
        {
            await Guarded(() => database.ScriptEvaluateAsync(ForgetScript, [key], [epoch]), cancellationToken).ConfigureAwait(false);
            return new StoredTask(epoch, null, []) { Fault = $"Redis key '{key}': {fault.Message}" };
        }
    }

    /// <inheritdoc/>
    public async Task<bool> TrySaveAsync(
        TaskId task, long epoch, TaskCheckpoint checkpoint, ReadOnlyMemory<byte> segment, CancellationToken cancellationToken)
    {
        var database = _redis.GetDatabase();
        var arguments = new List<RedisValue> { epoch, checkpoint.NewestSegment, checkpoint.Encode(), segment.ToArray() };
        for (var old = checkpoint.OldestBefore; old < checkpoint.OldestSegment; old++) arguments.Add(FieldOf(old));
        var answer = await Guarded(() => database.ScriptEvaluateAsync(SaveScript, [KeyOf(task)], [.. arguments]), cancellationToken).ConfigureAwait(false);
        return (long)answer == 1;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadSegments(
        IDatabase database, RedisKey key, TaskCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var segments = new List<ReadOnlyMemory<byte>>();
        for (var number = checkpoint.OldestSegment; number <= checkpoint.NewestSegment; number++)
        {
            var field = FieldOf(number);
            var value = await Guarded(() => database.HashGetAsync(key, field), cancellationToken).ConfigureAwait(false);
            if (value.IsNull) throw new StateFormatException($"segment {number} is missing, which the checkpoint names; was it edited by hand?");
            segments.Add((byte[]?)value);
        }

        return segments;
    }

    /// <summary>Removes segments that no checkpoint needs: left behind when Redis lost a step but not the ones before it.</summary>
    private async Task DropOrphans(IDatabase database, RedisKey key, TaskCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var fields = await Guarded(() => database.HashKeysAsync(key), cancellationToken).ConfigureAwait(false);
        var needless = fields.Where(field => IsOrphan(field.ToString(), checkpoint)).ToArray();
        if (needless.Length > 0) await Guarded(() => database.HashDeleteAsync(key, needless), cancellationToken).ConfigureAwait(false);
    }

    private static bool IsOrphan(string field, TaskCheckpoint checkpoint) =>
        field.StartsWith("s:", StringComparison.Ordinal)
        && long.TryParse(field.AsSpan(2), out var number)
        && (number < checkpoint.OldestSegment || number > checkpoint.NewestSegment);

    private async Task<T> Guarded<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        try
        {
            return await step().WaitAsync(_options.Timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw new DependencyException(
                $"Redis at '{Endpoints}' did not serve ({Reason(fault)}); check that it runs, accepts writes and answers within {_options.Timeout}", fault);
        }
    }

    private string Endpoints => string.Join(',', _redis.GetEndPoints(configuredOnly: true).Select(endpoint => endpoint.ToString()));

    private static string Reason(Exception fault) => fault is TimeoutException ? "time-out" : fault.Message.Split('\n')[0];

    private RedisKey KeyOf(TaskId task) => $"{_options.KeyPrefix}:{{{task}}}:task";

    private static RedisValue FieldOf(long segment) => $"s:{segment}";
}
