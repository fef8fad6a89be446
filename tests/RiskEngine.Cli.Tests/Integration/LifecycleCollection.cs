namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Integration tests of how engines start, stop, and come back.</summary>
[CollectionDefinition(Name)]
public sealed class LifecycleCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "lifecycle";
}
