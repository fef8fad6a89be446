using System.Reflection;
using Xunit.Sdk;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>Runs a theory over stores on the embedded one.</summary>
internal sealed class OnEmbeddedAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[StoreKind.Embedded]];
}
