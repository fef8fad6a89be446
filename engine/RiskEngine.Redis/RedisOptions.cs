namespace RiskEngine.Redis;

/// <summary>How the engine reaches Redis.</summary>
public sealed record RedisOptions
{
    /// <summary>Connection string of StackExchange.Redis, e.g. <c>redis1:6379,redis2:6379,password=…,ssl=true</c>.</summary>
    public required string Configuration { get; init; }

    /// <summary>First part of every key; default <c>riskengine</c>. Engines of one Redis that must not see each other use different ones.</summary>
    public string KeyPrefix { get; init; } = "riskengine";

    /// <summary>How long one step may take before it counts as failed; default 5 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>All faults of these options; empty where there is none.</summary>
    public IReadOnlyList<string> Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Configuration)) faults.Add("Redis:Configuration is empty; write e.g. 'localhost:6379'");
        if (KeyPrefix.Length is 0 or > 64 || KeyPrefix.AsSpan().ContainsAny("{} \t\r\n")) faults.Add("Redis:KeyPrefix must be 1 to 64 characters without braces and blanks");
        if (Timeout < TimeSpan.FromMilliseconds(100)) faults.Add("Redis:Timeout must be at least 00:00:00.1");
        return faults;
    }
}
