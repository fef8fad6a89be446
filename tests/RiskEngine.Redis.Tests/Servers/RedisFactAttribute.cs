namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A fact that needs a real redis-server. Without one it is skipped, saying so; where <c>CI=true</c> it fails instead.</summary>
internal class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() => Skip = SkipUnless(RedisNode.Program is not null, "redis-server is not on the PATH; install it, e.g. 'apt-get install redis-server'");

    protected static string? SkipUnless(bool there, string reason) => there || Environment.GetEnvironmentVariable("CI") == "true" ? null : reason;
}
