using System.Reflection;
using Xunit.Sdk;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Runs a theory over stores on a real redis-server. Without one this case is skipped, saying so; where <c>CI=true</c> it fails instead.</summary>
internal sealed class OnRedisAttribute : DataAttribute
{
    public OnRedisAttribute() => Skip = RealRedis.WhySkipped;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Redis]];
}
