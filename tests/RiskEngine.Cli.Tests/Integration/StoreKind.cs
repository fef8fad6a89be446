namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Where the engines of a test keep their state.</summary>
public enum StoreKind
{
    /// <summary>A redis-server of this machine.</summary>
    Redis,

    /// <summary>Inside the engine's process.</summary>
    Embedded,
}
