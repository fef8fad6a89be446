using RiskEngine.Core.Scoring;
using RiskEngine.Models.MlNet.Features;
using RiskEngine.Models.MlNet.Runtime;

namespace RiskEngine.Models.MlNet.Tests.Onnx;

/// <summary>The models of the folder <c>files</c>, whose README says what each computes.</summary>
internal static class OnnxFile
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Onnx", "files", name + ".onnx");

    /// <summary>Loads one under its own name, with the features as inputs of the same names in the same order.</summary>
    public static IModel Load(string name, string[] inputs, string[]? features = null, string? output = null, bool? calibrate = false) =>
        LoadFrom(Path(name), inputs, features, output, calibrate);

    public static IModel LoadFrom(string path, string[] inputs, string[]? features = null, string? output = null, bool? calibrate = false) => MlNetAdapter.Load(new MlNetSpec
    {
        Name = System.IO.Path.GetFileNameWithoutExtension(path),
        File = path,
        Inputs = inputs,
        Features = [.. (features ?? inputs).Select(text => Feature.Parse(text, inputs, out var fault) ?? throw new FormatException(fault))],
        Output = output,
        Calibrate = calibrate,
    });
}
