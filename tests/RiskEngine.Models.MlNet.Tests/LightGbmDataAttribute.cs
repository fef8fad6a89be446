using System.Reflection;
using Xunit.Sdk;

namespace RiskEngine.Models.MlNet.Tests;

/// <summary>A row of a theory that trains with LightGBM; skipped, saying so, where its library is absent.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LightGbmDataAttribute : DataAttribute
{
    private readonly object[] _row;

    public LightGbmDataAttribute(params object[] row) => (_row, Skip) = (row, NativeLibraries.WhyNoLightGbm);

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [_row];
}
