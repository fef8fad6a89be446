using System.CommandLine;
using System.Globalization;
using RiskEngine.Models.MlNet;
using RiskEngine.Models.Scoring;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Cli.Commands;

/// <summary><c>models</c>: names, scores and measures the models that learn on line.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List models, score recordings with them, measure them on labelled recordings.") { List(),
        Score(), ModelsFitCommand.Create(), ModelsEvalCommand.Create(), ModelsTrainCommand.Create() };

    internal static Option<string> Model() => new("--model") { Description = "Name of the model, see models list", DefaultValueFactory = _ => "auto" };

    private static Command List()
    {
        var command = new Command("list", "Show the models, their versions and parameter hashes, and the versions of ML.NET and ONNX Runtime.");
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            foreach (var line in Listing(flags.Models(parsed))) Console.Out.WriteLine(line);
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>A line for each model, and one for the libraries that run trained ones.</summary>
    internal static IEnumerable<string> Listing(ModelSet models) =>
    [
        .. models.Entries.Select(entry => $"{entry.Model.Name,-8} v{entry.Model.Version}  {entry.Model.ParameterHash}  {entry.Purpose}"),
        $"models of mlnet run on {MlNetAdapter.Libraries}",
    ];

    private static Command Score()
    {
        var model = Model();
        var input = new Option<string>("--in") { Description = "CSV file or folder: a header, first column a timestamp, the others numbers", Required = true };
        var output = new Option<string>("--out") { Description = "File or folder to write; a folder keeps the tree of the input", Required = true };
        var command = new Command("score", "Score recordings row by row from past rows only: timestamp,value,anomaly_score.") { model, input, output };
        var flags = new ModelFlags().AddTo(command, withStart: true);
        command.SetAction(parsed =>
        {
            try
            {
                var (files, rows) = FileScoring.ScorePath(flags.Models(parsed).Find(parsed.GetValue(model) ?? "auto"), parsed.GetValue(input)!, parsed.GetValue(output)!);
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files} files, {rows} rows"));
                return ExitCode.Ok;
            }
            catch (FormatException fault)
            {
                Console.Error.WriteLine($"riskengine: {fault.Message}");
                return ExitCode.BadUsage;
            }
        });
        return command;
    }
}
