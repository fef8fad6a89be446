using System.Globalization;
using RiskEngine.Core.Ports;
using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Keeps versions in Redis: a hash of one field for each, <c>prefix:version:KEY</c>, that expires. May be shared by threads.</summary>
/// <remarks>A hash, because the rights of the engine take it: EXPIRE is all that is asked for beyond those of checkpoints.</remarks>
/// <param name="connection">The connection.</param>
/// <param name="options">The prefix, and for how long a version is kept.</param>
public sealed class RedisVersionStore(IConnectionMultiplexer connection, RedisOptions options) : IVersionStore
{
    private const string Field = "version";

    private string Seconds => ((long)options.KeepVersions.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public async Task<bool> ExtendAsync(string key) => (bool)await Asked(database => database.ExecuteAsync("EXPIRE", NameOf(key), Seconds)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task KeepAsync(string key, ReadOnlyMemory<byte> value)
    {
        await Asked(database => database.ExecuteAsync("HSET", NameOf(key), Field, (RedisValue)value)).ConfigureAwait(false);
        await ExtendAsync(key).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> FindAsync(string key)
    {
        var value = (byte[]?)await Asked(database => database.ExecuteAsync("HGET", NameOf(key), Field)).ConfigureAwait(false);
        return value is null ? null : (ReadOnlyMemory<byte>?)value;
    }

    private RedisKey NameOf(string key) => $"{options.KeyPrefix}:version:{key}";

    private async Task<RedisResult> Asked(Func<IDatabase, Task<RedisResult>> question)
    {
        try
        {
            return await question(connection.GetDatabase()).WaitAsync(options.Timeout).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw new DependencyException($"Redis at '{options.Servers}' does not serve versions of rules: {fault.Message}", fault);
        }
    }
}
