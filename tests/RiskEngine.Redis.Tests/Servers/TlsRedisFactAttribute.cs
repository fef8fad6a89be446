namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A fact that needs a real redis-server that was built with TLS.</summary>
internal sealed class TlsRedisFactAttribute : RedisFactAttribute
{
    public TlsRedisFactAttribute() => Skip ??= SkipUnless(RedisNode.SpeaksTls, "redis-server was built without TLS; install one with it, e.g. Debian's");
}
