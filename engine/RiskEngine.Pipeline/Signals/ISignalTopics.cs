using RiskEngine.Core.Ports;

namespace RiskEngine.Pipeline.Signals;

/// <summary>Knows which partitions there are that send and take signals.</summary>
public interface ISignalTopics
{
    /// <summary>Looks it up.</summary>
    /// <exception cref="DependencyException">Nobody answers.</exception>
    Task<SignalTopology> FindAsync();
}
