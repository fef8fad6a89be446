namespace RiskEngine.Redis.Tests.Servers;

/// <summary>Which server a contract test runs on.</summary>
public enum StoreKind
{
    /// <summary>A redis-server of this machine.</summary>
    Redis,

    /// <summary>The one inside the process.</summary>
    Embedded,
}
