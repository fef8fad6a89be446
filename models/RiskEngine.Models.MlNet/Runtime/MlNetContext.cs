using Microsoft.ML;
using Microsoft.ML.Trainers.FastTree;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms.Onnx;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>Contexts of ML.NET that know the packages beside the main one.</summary>
internal static class MlNetContext
{
    [ThreadStatic]
    private static MLContext? OfThread;

    /// <summary>A context to load and save with, one for each thread: making one takes milliseconds, and some hundred kilobytes.</summary>
    public static MLContext Current => OfThread ??= Create();

    /// <summary>Makes a context for one training.</summary>
    public static MLContext Create(int seed = 1)
    {
        var context = new MLContext(seed);
        foreach (var type in new[] { typeof(FastTreeBinaryTrainer), typeof(LightGbmBinaryTrainer), typeof(OnnxTransformer) })
            context.ComponentCatalog.RegisterAssembly(type.Assembly);
        return context;
    }
}
