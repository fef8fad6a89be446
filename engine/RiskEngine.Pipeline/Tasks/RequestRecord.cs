namespace RiskEngine.Pipeline.Tasks;

/// <summary>A record of the topic of requests, as it was read. Anybody with rights to the topic may have written it.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Value">What it says; empty where it says nothing.</param>
/// <param name="AppendedUnixMillis">When it was appended, in milliseconds since 1970; 0 where the log does not say.</param>
public readonly record struct RequestRecord(string Topic, long Offset, ReadOnlyMemory<byte> Value, long AppendedUnixMillis);
