using Xunit;

namespace RiskEngine.Kafka.Tests.Topics;

/// <summary>A fact about what only a real Kafka cluster does: the in-process broker makes no topics by request and tells no settings.</summary>
/// <remarks>Without one it is skipped, saying so.</remarks>
internal sealed class RealClusterFactAttribute : FactAttribute
{
    private const string Variable = "RISKENGINE_TEST_KAFKA";

    public RealClusterFactAttribute() =>
        Skip = Servers.Length == 0 ? $"needs a real Kafka cluster, for the in-process broker makes no topics by request; name one with {Variable}=host:port" : null;

    /// <summary>The cluster; empty where there is none.</summary>
    public static string Servers => Environment.GetEnvironmentVariable(Variable) ?? "";
}
