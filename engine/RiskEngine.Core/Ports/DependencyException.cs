using RiskEngine.Core.Secrets;

namespace RiskEngine.Core.Ports;

/// <summary>A system that the engine depends on (Kafka, Redis) cannot be reached or refuses to serve. Says which, where, and what to check, and no secret.</summary>
public sealed class DependencyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DependencyException(string message, Exception? innerException = null)
        : base(SecretMask.Text(message), innerException)
    {
    }
}
