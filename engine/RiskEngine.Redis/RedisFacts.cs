namespace RiskEngine.Redis;

/// <summary>What a Redis says of itself, and whether it takes what the engine sends.</summary>
/// <param name="Server">Which, host:port.</param>
/// <param name="Version">Its version.</param>
/// <param name="Policy">What it removes where its memory is full: <c>maxmemory_policy</c>.</param>
/// <param name="UsedBytes">Memory that it uses.</param>
/// <param name="MostBytes">Memory that it may use; 0 where nothing limits it.</param>
/// <param name="AppendsToFile">Whether it keeps an append-only file.</param>
/// <param name="AppendFault">Why it cannot write that file; null where it can, or keeps none.</param>
/// <param name="Replicas">Replicas that are connected.</param>
/// <param name="RoundTrip">How long one question took.</param>
/// <param name="WriteFault">Why a step of the engine's kind was refused, and what to do; null where it was done.</param>
public sealed record RedisFacts(
    string Server, string Version, string Policy, long UsedBytes, long MostBytes, bool AppendsToFile, string? AppendFault, int Replicas, TimeSpan RoundTrip, string? WriteFault);
