using System.Reflection;
using System.Runtime.InteropServices;

namespace RiskEngine.Models.MlNet.Tests;

/// <summary>The native libraries that not every platform has: LightGBM comes for x64 only and wants libgomp1 on Linux, ONNX Runtime lacks Alpine and Macs of Intel.</summary>
internal static class NativeLibraries
{
    /// <summary>Null where LightGBM can train here.</summary>
    public static string? WhyNoLightGbm { get; } = WhyAbsent("lib_lightgbm", "Microsoft.ML.LightGbm");

    /// <summary>Null where ONNX Runtime can run here.</summary>
    public static string? WhyNoOnnx { get; } = WhyAbsent("onnxruntime", "Microsoft.ML.OnnxRuntime");

    private static string? WhyAbsent(string library, string assembly) => NativeLibrary.TryLoad(library, Assembly.Load(assembly), null, out _)
        ? null
        : $"{library} cannot be loaded on {RuntimeInformation.RuntimeIdentifier}";
}
