using RiskEngine.Simulator.Servers;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Starts real Redis servers for tests.</summary>
internal static class RealRedis
{
    /// <summary>Why there is none; null where there is.</summary>
    public static string? WhyAbsent { get; } =
        RedisProgram.Find() is not { } program ? "redis-server is not on the PATH; install it, e.g. 'apt-get install redis-server'" : RedisProgram.FaultOf(program);

    /// <summary>Null where tests can run, or must fail because they cannot.</summary>
    public static string? WhySkipped { get; } = Environment.GetEnvironmentVariable("CI") == "true" ? null : WhyAbsent;

    public static async Task<PrivateRedis> StartAsync()
    {
        var redis = await PrivateRedis.TryStartAsync(CancellationToken.None);
        Assert.True(redis is not null, WhyAbsent);
        return redis;
    }
}
