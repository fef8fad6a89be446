using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.MlNet;
using RiskEngine.Models.MlNet.Features;
using RiskEngine.Models.MlNet.Runtime;
using RiskEngine.Models.MlNet.Training;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary><c>models train</c>: trains a model with ML.NET and writes it with its entry for the catalogue.</summary>
internal static class ModelsTrainCommand
{
    private static readonly Dictionary<string, TrainerKind> Trainers = new()
    {
        ["pca"] = TrainerKind.Pca, ["fasttree"] = TrainerKind.FastTree, ["lightgbm"] = TrainerKind.LightGbm,
    };

    public static Command Create()
    {
        var trainer = new Option<string>("--trainer") { Description = "pca (many channels), fasttree or lightgbm (with labels)", Required = true };
        trainer.AcceptOnlyFromAmong([.. Trainers.Keys]);
        var input = new Option<string>("--in") { Description = "CSV file or folder: a header, first column a timestamp, the others numbers; .gz too", Required = true };
        var features = new Option<string[]>("--features")
        {
            Description = "Columns, or aggregates such as \"avg(flow, 10m)\"; all columns without it",
            AllowMultipleArgumentsPerToken = true,
        };
        var label = new Option<string?>("--label") { Description = "Label column, above zero for an anomaly (fasttree, lightgbm)" };
        var rank = new Option<int?>("--rank") { Description = "Principal components (pca); a third of the features without it" };
        var seed = new Option<int>("--seed") { Description = "Seed of all that is random", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--out") { Description = "File to write, NAME.zip; NAME.yaml beside it is its entry for the catalogue", Required = true };
        var command = new Command("train", "Train a model with ML.NET on recordings.") { trainer, input, features, label, rank, seed, output };
        command.SetAction(parsed =>
        {
            var recordings = Recordings(parsed.GetValue(input)!, parsed.GetValue(label));
            var kind = parsed.GetValue(trainer)!;
            var request = new TrainingRequest
            {
                Trainer = Trainers[kind],
                Recordings = recordings,
                Features = Features(parsed.GetValue(features) ?? [], recordings[0].Names),
                Label = parsed.GetValue(label),
                Rank = parsed.GetValue(rank),
                Seed = parsed.GetValue(seed),
                Out = parsed.GetValue(output)!,
            };
            Train(request, kind);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Train(TrainingRequest request, string kind)
    {
        if (!request.Out.EndsWith(".zip", StringComparison.Ordinal)) throw new OptionsException([$"--out {request.Out}: name a file that ends in .zip"]);
        var name = Path.GetFileNameWithoutExtension(request.Out);
        var entry = Path.ChangeExtension(request.Out, ".yaml");
        try
        {
            var rows = MlNetAdapter.Train(request);
            File.WriteAllText(entry, Entry(name, kind, rows, request));
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{request.Out}: {kind} of {rows} rows, {request.Features.Count} features; its entry: {entry}"));
        }
        catch (FormatException fault)
        {
            throw new InputException(fault.Message);
        }
    }

    private static string Entry(string name, string kind, int rows, TrainingRequest request)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"model: {Quoted(name)}\nalgorithm: mlnet\nversion: \"{MlNetSpec.Version}\"\n");
        text.Append(CultureInfo.InvariantCulture, $"purpose: {kind}, trained on {rows} rows\n");
        text.Append(CultureInfo.InvariantCulture, $"inputs: [{string.Join(", ", request.Recordings[0].Names.Select(Quoted))}]\n");
        text.Append(CultureInfo.InvariantCulture, $"features: [{string.Join(", ", request.Features.Select(feature => Quoted(feature.Text)))}]\n");
        text.Append(CultureInfo.InvariantCulture, $"file: {Quoted(Path.GetFileName(request.Out))}\n");
        return text.ToString();
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);

    private static List<Feature> Features(string[] texts, string[] inputs)
    {
        var features = new List<Feature>();
        var faults = new List<string>();
        foreach (var text in texts.Length > 0 ? texts : inputs)
        {
            if (Feature.Parse(text, inputs, out var fault) is { } feature) features.Add(feature);
            else faults.Add($"--features: {fault}");
        }

        return faults.Count == 0 ? features : throw new OptionsException(faults);
    }

    private static List<ChannelTable> Recordings(string path, string? label)
    {
        var files = Directory.Exists(path)
            ? Directory.GetFiles(path, "*.csv*", SearchOption.AllDirectories).Where(
                file => file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(".csv.gz", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToArray()
            : [path];
        if (files.Length == 0) throw new InputException($"{path}: no .csv or .csv.gz file there");
        try
        {
            var tables = files.Select(file => CsvRecording.Read(file, label)).ToList();
            for (var i = 1; i < tables.Count; i++)
            {
                if (!tables[i].Names.SequenceEqual(tables[0].Names))
                    throw new InputException($"{files[i]}:1: its columns are {string.Join(", ", tables[i].Names)}, "
                        + $"but those of {files[0]} are {string.Join(", ", tables[0].Names)}; train on files with the same columns");
            }

            return tables;
        }
        catch (FormatException fault)
        {
            throw new InputException(fault.Message);
        }
    }
}
