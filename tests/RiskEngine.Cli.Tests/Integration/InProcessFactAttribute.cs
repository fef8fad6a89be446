namespace RiskEngine.Cli.Tests.Integration;

/// <summary>An integration fact that breaks the broker on purpose; skipped on a cluster that is not ours.</summary>
internal sealed class InProcessFactAttribute : FactAttribute
{
    public InProcessFactAttribute() =>
        Skip = TestCluster.External is null ? null : $"{TestCluster.Variable} is set: a foreign cluster is not taken down";
}
