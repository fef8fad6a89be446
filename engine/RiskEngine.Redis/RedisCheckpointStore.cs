using System.Security.Cryptography;
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
/// lagged, a log that missed a second) is refused, so that state and offset move back together. An epoch is the one before it plus a random number: the
/// epoch of an acquisition that Redis lost is not given to anybody else. Every script is whole in each of its commands: a store may log them one by one and
/// die in between (Garnet does; Redis logs a script as a transaction). The braces keep a task in one slot of Redis Cluster. May be shared by tasks
/// and threads.
/// </remarks>
public sealed partial class RedisCheckpointStore : ITwoStepStore
{
    private const string AcquireScript = """
        redis.call('HINCRBY', KEYS[1], 'epoch', ARGV[1])
        return redis.call('HMGET', KEYS[1], 'epoch', 'checkpoint')
        """;

    // Core's SaveRule, in the store's own language. Behind the segment come the fields that go.
    private const string SaveScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        local newest = tonumber(redis.call('HGET', KEYS[1], 'newest') or '-1')
        local number = tonumber(ARGV[2])
        if number > newest + 1 then return 0 end
        if number < newest then return 1 end
        redis.call('HSET', KEYS[1], 'newest', ARGV[2], 'checkpoint', ARGV[3], 's:' .. ARGV[2], ARGV[4])
        for i = 5, #ARGV do redis.call('HDEL', KEYS[1], ARGV[i]) end
        return 1
        """;

    // Ends an acquisition: segments that the checkpoint does not name go. They stay behind where Redis lost a step but not the ones before it.
    private const string SettleScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
            local number = tonumber(string.match(field, '^s:(%d+)$'))
            if number and (number < tonumber(ARGV[2]) or number > tonumber(ARGV[3])) then redis.call('HDEL', KEYS[1], field) end
        end
        return 1
        """;

    // In one command: where 'newest' stayed behind alone, the steps of the next owner would count as old ones and be lost.
    private const string ForgetScript = """
        if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then return 0 end
        local fields = {}
        for _, field in ipairs(redis.call('HKEYS', KEYS[1])) do
            if field ~= 'epoch' then fields[#fields + 1] = field end
        end
        if #fields > 0 then redis.call('HDEL', KEYS[1], (table.unpack or unpack)(fields)) end
        return 1
        """;

    private const int KeysOfPage = 1000;

    private readonly IConnectionMultiplexer _redis;
    private readonly RedisOptions _options;
    private readonly RedisFaults _faults;
    private readonly Outage _outage;
    private string? _lastFault;

    /// <summary>Uses an open connection.</summary>
    public RedisCheckpointStore(IConnectionMultiplexer redis, RedisOptions options)
    {
        _redis = redis;
        _options = options;
        _faults = new RedisFaults(options, ClientSettings.Of(options));
        _outage = new Outage(new RedisProbe(options, ClientSettings.Of(options)).FindFaultsAsync, TimeProvider.System);
    }

    /// <inheritdoc/>
    public bool IsReachable => _redis.IsConnected;

    /// <inheritdoc/>
    public string? LastFault => Volatile.Read(ref _lastFault);

    /// <inheritdoc/>
    public async Task<StoredTask> AcquireAsync(TaskId task, CancellationToken cancellationToken)
    {
        var key = KeyOf(task);
        var database = _redis.GetDatabase();
        var step = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        var answer = await Guarded(() => database.ScriptEvaluateAsync(AcquireScript, [key], [step]), cancellationToken).ConfigureAwait(false);
        var parts = (RedisValue[]?)answer ?? [];
        var epoch = (long)parts[0];
        if (parts[1].IsNull) return new StoredTask(epoch, null, []);
        try
        {
            var checkpoint = TaskCheckpoint.Decode((byte[]?)parts[1]);
            var segments = await ReadSegments(database, key, checkpoint, cancellationToken).ConfigureAwait(false);
            await StillOwned(database, SettleScript, key, [epoch, checkpoint.OldestSegment, checkpoint.NewestSegment], cancellationToken).ConfigureAwait(false);
            return new StoredTask(epoch, checkpoint, segments);
        }
        catch (StateFormatException fault) when (fault.IsNewer)
        {
            throw new DependencyException($"Redis key '{key}' holds {fault.Message}; run the newer engine again, or delete the key to start empty", fault);
        }
        catch (StateFormatException fault)
        {
            await StillOwned(database, ForgetScript, key, [epoch], cancellationToken).ConfigureAwait(false);
            return new StoredTask(epoch, null, []) { Fault = $"Redis key '{key}': {fault.Message}" };
        }
    }

    /// <summary>Lists the tasks that have a key, by walking over all keys of every primary (SCAN).</summary>
    /// <exception cref="DependencyException">Redis does not serve, or the user may not SCAN.</exception>
    public async Task<IReadOnlyList<TaskId>> ListAsync(CancellationToken cancellationToken)
    {
        var (start, end) = ($"{_options.KeyPrefix}:{{", "}:task");
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in _redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            // Each page is a step of its own: a Redis with many keys of others takes long for all.
            await using var pages = server.KeysAsync(pattern: $"{start}*{end}", pageSize: KeysOfPage).GetAsyncEnumerator(cancellationToken);
            while (await Guarded(() => pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false)) keys.Add(pages.Current.ToString());
        }

        return [.. keys.Select(key => TaskIdOf(key[start.Length..^end.Length])).OfType<TaskId>().OrderBy(task => task.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>Reads what is stored of a task and leaves it with its owner.</summary>
    /// <returns>Null where nothing is stored.</returns>
    /// <exception cref="DependencyException">Redis does not serve.</exception>
    /// <exception cref="StateFormatException">What is stored cannot be read.</exception>
    public async Task<StoredTask?> ReadAsync(TaskId task, CancellationToken cancellationToken)
    {
        var key = KeyOf(task);
        var database = _redis.GetDatabase();
        var fields = await Guarded(() => database.HashGetAllAsync(key), Patience, cancellationToken).ConfigureAwait(false);
        var byName = fields.ToDictionary(field => field.Name.ToString(), field => field.Value);
        if (!byName.TryGetValue("checkpoint", out var bytes)) return null;
        var checkpoint = TaskCheckpoint.Decode((byte[]?)bytes);
        var segments = new List<ReadOnlyMemory<byte>>();
        for (var number = checkpoint.OldestSegment; number <= checkpoint.NewestSegment; number++)
        {
            segments.Add(byName.TryGetValue($"s:{number}", out var segment) ? (byte[]?)segment : throw new StateFormatException($"segment {number} is missing"));
        }

        return new StoredTask(byName.TryGetValue("epoch", out var epoch) ? (long)epoch : 0, checkpoint, segments);
    }

    private static TaskId? TaskIdOf(string text) =>
        text.LastIndexOf('/') is > 0 and var slash && int.TryParse(text.AsSpan(slash + 1), out var partition) ? new TaskId(text[..slash], partition) : null;

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> ReadSegments(
        IDatabase database, RedisKey key, TaskCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        var segments = new List<ReadOnlyMemory<byte>>();
        for (var number = checkpoint.OldestSegment; number <= checkpoint.NewestSegment; number++)
        {
            var field = FieldOf(number);
            var value = await Guarded(() => database.HashGetAsync(key, field), Patience, cancellationToken).ConfigureAwait(false);
            if (value.IsNull) throw new StateFormatException($"segment {number} is missing, which the checkpoint names; was it edited by hand?");
            segments.Add((byte[]?)value);
        }

        return segments;
    }

    /// <summary>Runs a script that does nothing for anybody but the newest owner: what was read of a task that another one has is no basis for anything.</summary>
    private async Task StillOwned(IDatabase database, string script, RedisKey key, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var answer = await Guarded(() => database.ScriptEvaluateAsync(script, [key], arguments), cancellationToken).ConfigureAwait(false);
        if ((long)answer != 1) throw new DependencyException($"Redis key '{key}' was taken over by another owner while it was read");
    }

    private Task<T> Guarded<T>(Func<Task<T>> step, CancellationToken cancellationToken) => Guarded(step, _options.Timeout, cancellationToken);

    private async Task<T> Guarded<T>(Func<Task<T>> step, TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await step().WaitAsync(patience, cancellationToken).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _lastFault, null) is not null) _outage.Ends();
            return answer;
        }
        catch (Exception fault) when (fault is RedisException or RedisCommandException or TimeoutException)
        {
            if (fault is RedisConnectionException) _outage.Goes();
            var told = (fault is RedisConnectionException ? _outage.Reason : null) ?? _faults.Of(fault, patience).For(_options.Servers);
            Volatile.Write(ref _lastFault, told);
            throw new DependencyException(told, fault);
        }
    }

    /// <summary>For answers of a size that is not known before, which wait behind those of other tasks.</summary>
    private TimeSpan Patience => _options.Timeout + ClientSettings.ForLargeSegments;

    private RedisKey KeyOf(TaskId task) => $"{_options.KeyPrefix}:{{{task}}}:task";

    private static RedisValue FieldOf(long segment) => $"s:{segment}";
}
