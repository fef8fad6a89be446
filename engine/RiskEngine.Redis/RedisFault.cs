namespace RiskEngine.Redis;

/// <summary>What is wrong with Redis, and what to do about it. Holds no secret.</summary>
/// <param name="What">Goes on from <c>Redis at 'SERVERS' </c>.</param>
/// <param name="Remedy">An order to the operator.</param>
internal sealed record RedisFault(string What, string Remedy)
{
    /// <summary>The whole sentence.</summary>
    public string For(string servers) => $"Redis at '{servers}' {What}; {Remedy}";
}
