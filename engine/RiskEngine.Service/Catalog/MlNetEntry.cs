using RiskEngine.Core.Scoring;
using RiskEngine.Models.MlNet;
using RiskEngine.Models.MlNet.Features;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Rules.Settings;

namespace RiskEngine.Service.Catalog;

/// <summary>The entry of a model that was trained off line, with ML.NET or elsewhere: the file, its inputs and features.</summary>
internal static class MlNetEntry
{
    public const string Algorithm = "mlnet";
    private static readonly string[] Keys = ["model", "algorithm", "version", "purpose", "inputs", "features", "file", "output", "calibrate"];

    /// <summary>Reads and loads it.</summary>
    /// <returns>Null where there was a fault; without a file a model that says how to come by one.</returns>
    public static IModel? Read(string file, string name, MappingNode root, MappingFaults notes)
    {
        root.Allow(Keys);
        var version = root.RequiredText("version");
        if (version != MlNetSpec.Version)
        {
            notes.Add(root.LineOf("version"),
                $"version is '{version}', but this program's {Algorithm} is version {MlNetSpec.Version}; check the entry and write {MlNetSpec.Version}");
        }

        var inputs = root.Pairs("inputs").Select(pair => pair.Value).ToArray();
        if (root.Text("file") is not { } path)
            return new UnusableModel(
                name, MlNetSpec.Version, "it names no file; 'riskengine models train' writes a model and an entry, whose folder --catalog or Models:Catalog names");
        if (inputs.Length == 0) notes.Add(root.LineOf("inputs"), "'inputs' must list the inputs in their order, e.g. [flow, pressure]");
        var features = Features(root, inputs, notes);
        var calibrate = Flag(root, notes);
        if (notes.Any) return null;
        var spec = new MlNetSpec
        {
            Name = name,
            File = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file)) ?? ".", path),
            Inputs = inputs,
            Features = features,
            Output = root.Text("output"),
            Calibrate = calibrate,
        };
        try
        {
            return MlNetAdapter.Load(spec);
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            notes.Add(root.LineOf("file"), fault.Message);
            return null;
        }
    }

    private static List<Feature> Features(MappingNode root, string[] inputs, MappingFaults notes)
    {
        var features = new List<Feature>();
        foreach (var (_, text) in root.Pairs("features"))
        {
            if (Feature.Parse(text, inputs, out var fault) is { } feature) features.Add(feature);
            else notes.Add(root.LineOf("features"), fault);
        }

        if (features.Count == 0 && !notes.Any) notes.Add(root.LineOf("features"), "'features' must list what the model is given, e.g. [flow, \"avg(flow, 10m)\"]");
        return features;
    }

    private static bool? Flag(MappingNode root, MappingFaults notes)
    {
        if (root.Text("calibrate") is not { } text) return null;
        if (bool.TryParse(text, out var value)) return value;
        notes.Add(root.LineOf("calibrate"), $"calibrate '{text}' is neither true nor false");
        return null;
    }
}
