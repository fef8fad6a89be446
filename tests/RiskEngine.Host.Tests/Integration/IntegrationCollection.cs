namespace RiskEngine.Host.Tests.Integration;

/// <summary>Integration tests run one after the other: each starts processes of its own.</summary>
[CollectionDefinition(Name)]
public sealed class IntegrationCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "integration";
}
