using System.Globalization;
using RiskEngine.Core.Ports;
using RiskEngine.Redis;

namespace RiskEngine.Cli.Diagnosis;

/// <summary>Whether Redis answers, keeps what it is given, and takes what the engine sends.</summary>
internal static class RedisCheck
{
    private const double NearlyFull = 0.9;
    private static readonly Version Oldest = new(6, 0);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(100);

    public static async Task<IReadOnlyList<CheckFinding>> Run(RedisOptions? options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (options is null)
            return [CheckFinding.Note("redis", "Redis:Configuration is 'memory': windows and open alerts are lost with the process", "name a Redis in production")];
        if (options.EmbeddedFolder is not null)
            return [CheckFinding.Note("redis", "a store inside the process: for one instance, not for production", "name a Redis in production")];
        try
        {
            return [.. Of(await RedisSurvey.AskAsync(options, time, cancellationToken).ConfigureAwait(false))];
        }
        catch (DependencyException fault)
        {
            return [CheckFinding.Fault("redis", fault.Message)];
        }
    }

    internal static IEnumerable<CheckFinding> Of(RedisFacts facts)
    {
        var answered = string.Create(CultureInfo.InvariantCulture, $"{facts.Server}, version {facts.Version}, answered in {facts.RoundTrip.TotalMilliseconds:0} ms");
        yield return Version.TryParse(facts.Version, out var version) && version < Oldest ? CheckFinding.Fault("redis", answered, $"take version {Oldest} or newer")
            : facts.RoundTrip > Slow ? CheckFinding.Note("redis", answered, "checkpoints wait for it: look at its load (SLOWLOG GET) and the network")
            : CheckFinding.Ok("redis", answered);
        yield return facts.Policy == "noeviction" ? CheckFinding.Ok("redis eviction", "noeviction")
            : CheckFinding.Fault("redis eviction", $"maxmemory-policy is '{facts.Policy}': an evicted key is lost state",
                "CONFIG SET maxmemory-policy noeviction, and in redis.conf");
        yield return Memory(facts);
        yield return facts.AppendFault is { } unwritten ? CheckFinding.Fault("redis persistence", unwritten, "look at its disk and its log")
            : facts.AppendsToFile ? CheckFinding.Ok("redis persistence", $"append-only file; {facts.Replicas} replicas")
            : CheckFinding.Note("redis persistence", $"no append-only file; {facts.Replicas} replicas: a restart of Redis loses state, and the engine replays the log",
                "CONFIG SET appendonly yes, and in redis.conf");
        yield return facts.WriteFault is { } refused ? CheckFinding.Fault("redis rights", refused)
            : CheckFinding.Ok("redis rights", "a step as a checkpoint makes it was done, and left nothing");
    }

    private static CheckFinding Memory(RedisFacts facts)
    {
        var used = string.Create(CultureInfo.InvariantCulture, $"{facts.UsedBytes / 1048576.0:0.0} MiB used");
        if (facts.MostBytes == 0) return CheckFinding.Ok("redis memory", $"{used}, no limit of its own");
        var most = string.Create(CultureInfo.InvariantCulture, $"{used} of {facts.MostBytes / 1048576.0:0.0} MiB");
        return facts.UsedBytes > facts.MostBytes * NearlyFull ? CheckFinding.Fault("redis memory", most, "raise maxmemory: a full Redis refuses checkpoints")
            : CheckFinding.Ok("redis memory", most);
    }
}
