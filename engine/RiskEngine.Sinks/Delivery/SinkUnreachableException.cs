using RiskEngine.Core.Secrets;

namespace RiskEngine.Sinks.Delivery;

/// <summary>The receiver of a sink does not take messages now; it may later.</summary>
/// <param name="message">What it answered, or why it did not; secrets in it are masked.</param>
/// <param name="retryAfter">When it wants to be asked again; null where it does not say.</param>
/// <param name="innerException">What it came of.</param>
public sealed class SinkUnreachableException(string message, TimeSpan? retryAfter = null, Exception? innerException = null)
    : Exception(SecretMask.Text(message), innerException)
{
    /// <summary>When it wants to be asked again.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
