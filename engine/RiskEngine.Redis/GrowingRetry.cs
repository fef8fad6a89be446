using StackExchange.Redis;

namespace RiskEngine.Redis;

/// <summary>Gives each attempt to connect longer than the one before it, up to a limit.</summary>
/// <remarks>The client asks it when to try again, and also when to end an attempt that is under way. A fixed short time would end every attempt of a machine, network or TLS
/// handshake that is slower than it, for ever; a fixed long one would leave a server that is back unnoticed.</remarks>
internal sealed class GrowingRetry(TimeSpan step, TimeSpan limit) : IReconnectRetryPolicy
{
    /// <inheritdoc/>
    public bool ShouldRetry(long currentRetryCount, int timeElapsedMillisecondsSinceLastRetry) =>
        timeElapsedMillisecondsSinceLastRetry >= Math.Min(step.TotalMilliseconds * (currentRetryCount + 1), limit.TotalMilliseconds);
}
