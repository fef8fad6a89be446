namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A fact that needs a real redis-server. Without one it is skipped, saying so; where <c>CI=true</c> it fails instead.</summary>
internal sealed class RedisFactAttribute : FactAttribute
{
    public RedisFactAttribute() =>
        Skip = RedisNode.Program is not null || Environment.GetEnvironmentVariable("CI") == "true" ? null : "redis-server is not on the PATH; install it, e.g. 'apt-get install redis-server'";
}
