namespace RiskEngine.Cli.Tests.Integration;

/// <summary>A theory about what only a real Kafka cluster does: isolation and abort of transactions, markers of groups.</summary>
internal sealed class RealClusterTheoryAttribute : TheoryAttribute
{
    public RealClusterTheoryAttribute() => Skip = TestCluster.External is null
        ? $"needs a real Kafka cluster, for the in-process broker neither isolates nor aborts transactions; name one with {TestCluster.Variable}=host:port"
        : null;
}
