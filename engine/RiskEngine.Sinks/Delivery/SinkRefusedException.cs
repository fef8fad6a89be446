using RiskEngine.Core.Secrets;

namespace RiskEngine.Sinks.Delivery;

/// <summary>The receiver of a sink will never take a message, or a batch as it is.</summary>
/// <param name="message">What it answered; secrets in it are masked.</param>
/// <param name="innerException">What it came of.</param>
public sealed class SinkRefusedException(string message, Exception? innerException = null) : Exception(SecretMask.Text(message), innerException);
