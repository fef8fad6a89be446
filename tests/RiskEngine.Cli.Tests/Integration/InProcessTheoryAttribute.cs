namespace RiskEngine.Cli.Tests.Integration;

/// <summary>A theory with the need of <see cref="InProcessFactAttribute"/>.</summary>
internal sealed class InProcessTheoryAttribute : TheoryAttribute
{
    public InProcessTheoryAttribute() =>
        Skip = TestCluster.External is null ? null : $"{TestCluster.Variable} is set: a foreign cluster is not taken down";
}
