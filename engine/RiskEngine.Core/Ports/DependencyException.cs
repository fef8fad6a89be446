namespace RiskEngine.Core.Ports;

/// <summary>A system that the engine depends on (Kafka, Redis) cannot be reached or refuses to serve. Says which, where, and what to check.</summary>
public sealed class DependencyException : Exception
{
    /// <summary>Creates the exception.</summary>
    public DependencyException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
