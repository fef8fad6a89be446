using RiskEngine.Redis;

namespace RiskEngine.Host.Tests.Integration;

/// <summary>Starts real Redis servers for tests.</summary>
internal static class RealRedis
{
    private const string Absent = "redis-server is not on the PATH; install it, e.g. 'apt-get install redis-server'";

    private static readonly bool IsInstalled = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "redis-server")));

    /// <summary>Null where tests can run, or must fail because they cannot.</summary>
    public static string? WhySkipped { get; } = IsInstalled || Environment.GetEnvironmentVariable("CI") == "true" ? null : Absent;

    public static async Task<PrivateRedis> StartAsync()
    {
        var redis = await PrivateRedis.TryStartAsync(CancellationToken.None);
        Assert.True(redis is not null, Absent);
        return redis;
    }
}
