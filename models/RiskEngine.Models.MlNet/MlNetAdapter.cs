using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.MlNet.Onnx;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Training;

namespace RiskEngine.Models.MlNet;

/// <summary>Models that were trained off line: loads those of ML.NET and ONNX, and trains with ML.NET.</summary>
public static class MlNetAdapter
{
    /// <summary>The versions of the libraries that run the models, in words. Reads two assemblies and no native library.</summary>
    public static string Libraries => $"ML.NET {VersionOf(typeof(MLContext))} and ONNX Runtime {VersionOf(typeof(OrtEnv))}";

    /// <summary>Loads a model: an <c>.onnx</c> file by ONNX Runtime, any other by ML.NET.</summary>
    /// <exception cref="FormatException">The file is no such model, or does not fit the features; the message says how.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IModel Load(MlNetSpec spec)
    {
        var bytes = File.ReadAllBytes(spec.File);
        IRowJudge judge = spec.File.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? new OnnxJudge(bytes, spec) : new MlNetJudge(bytes, spec);
        return new LoadedModel(spec, bytes, judge);
    }

    /// <summary>Trains a model and writes it.</summary>
    /// <returns>How many rows it was trained on.</returns>
    /// <exception cref="FormatException">The recordings do not fit the request; the message says how.</exception>
    public static int Train(TrainingRequest request) => ModelTraining.Run(request);

    private static string VersionOf(Type type)
    {
        var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "of unknown version";
        return version.Split('+')[0];
    }
}
