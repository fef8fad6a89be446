namespace RiskEngine.Cli.Tests.Integration;

/// <summary>A theory with the need of <see cref="IntegrationFactAttribute"/>.</summary>
internal sealed class IntegrationTheoryAttribute : TheoryAttribute
{
    public IntegrationTheoryAttribute() => Skip = RealRedis.WhySkipped;
}
