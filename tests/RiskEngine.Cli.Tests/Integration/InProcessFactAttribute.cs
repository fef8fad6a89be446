namespace RiskEngine.Cli.Tests.Integration;

/// <summary>An integration fact that breaks the broker on purpose; skipped on a cluster that is not ours.</summary>
internal sealed class InProcessFactAttribute : FactAttribute
{
    public InProcessFactAttribute() =>
        Skip = TestCluster.External is null ? null : $"{TestCluster.Variable} is set: a foreign cluster is not taken down";

    /// <summary>Whether it needs a real redis-server as well; without one it is skipped as an <see cref="IntegrationFactAttribute"/> is.</summary>
    public bool NeedsRedis
    {
        get;
        set
        {
            field = value;
            if (value) Skip ??= RealRedis.WhySkipped;
        }
    }
}
