namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Integration tests of engines while something around them fails or changes.</summary>
[CollectionDefinition(Name)]
public sealed class TroubleCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "trouble";
}
