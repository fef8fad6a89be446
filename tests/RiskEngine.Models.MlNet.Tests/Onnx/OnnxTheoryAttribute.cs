using Xunit;

namespace RiskEngine.Models.MlNet.Tests.Onnx;

/// <summary>A theory about ONNX Runtime; skipped, saying so, where its library is absent.</summary>
internal sealed class OnnxTheoryAttribute : TheoryAttribute
{
    public OnnxTheoryAttribute() => Skip = NativeLibraries.WhyNoOnnx;
}
