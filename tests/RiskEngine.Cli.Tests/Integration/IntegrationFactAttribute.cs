namespace RiskEngine.Cli.Tests.Integration;

/// <summary>A fact that needs a real redis-server. Without one it is skipped, saying so; where <c>CI=true</c> it fails instead.</summary>
internal sealed class IntegrationFactAttribute : FactAttribute
{
    public IntegrationFactAttribute() => Skip = RealRedis.WhySkipped;
}
