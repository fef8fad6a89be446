namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Integration tests that publish streams and compare the alerts. A collection's tests run one after the other; the collections run beside each other.</summary>
/// <remarks>They wait most of their time: for engines to start, for time to pass. Each collection has a cluster and a Redis of its own.</remarks>
[CollectionDefinition(Name)]
public sealed class IntegrationCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "integration";
}
