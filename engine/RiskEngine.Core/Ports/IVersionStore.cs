namespace RiskEngine.Core.Ports;

/// <summary>Keeps versions of rules and the like by their keys, each for a time that begins anew whenever it is asked to.</summary>
public interface IVersionStore
{
    /// <summary>Begins the time of a version anew.</summary>
    /// <returns>Whether it is kept.</returns>
    /// <exception cref="DependencyException">The store cannot be reached or refuses.</exception>
    Task<bool> ExtendAsync(string key);

    /// <summary>Keeps a version.</summary>
    /// <exception cref="DependencyException">The store cannot be reached or refuses.</exception>
    Task KeepAsync(string key, ReadOnlyMemory<byte> value);

    /// <summary>What is kept by a key; null where nothing is.</summary>
    /// <exception cref="DependencyException">The store cannot be reached or refuses.</exception>
    Task<ReadOnlyMemory<byte>?> FindAsync(string key);
}
