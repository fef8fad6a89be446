namespace RiskEngine.Models.MlNet.Tests.Onnx;

/// <summary>A fact about ONNX Runtime; skipped, saying so, where its library is absent.</summary>
internal sealed class OnnxFactAttribute : Xunit.FactAttribute
{
    public OnnxFactAttribute() => Skip = NativeLibraries.WhyNoOnnx;
}
