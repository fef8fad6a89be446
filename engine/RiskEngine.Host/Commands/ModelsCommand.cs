using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.Evaluation;
using RiskEngine.Models.Scoring;

namespace RiskEngine.Host.Commands;

/// <summary><c>models</c>: names, scores and measures the models that learn on line.</summary>
internal static class ModelsCommand
{
    public static Command Create() => new("models", "List models, score recordings with them, measure them on labelled recordings.") { List(), Score(), Eval(), ModelsTrainCommand.Create() };

    private static Option<string> Model() => new("--model") { Description = "Name of the model, see models list", DefaultValueFactory = _ => "auto" };

    private static Command List()
    {
        var command = new Command("list", "Show the models, their versions and parameter hashes.");
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            foreach (var (model, _, purpose, _) in flags.Models(parsed).Entries) Console.Out.WriteLine($"{model.Name,-8} v{model.Version}  {model.ParameterHash}  {purpose}");
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Score()
    {
        var model = Model();
        var input = new Option<string>("--in") { Description = "CSV file or folder: a header, first column a timestamp, the others numbers", Required = true };
        var output = new Option<string>("--out") { Description = "File or folder to write; a folder keeps the tree of the input", Required = true };
        var command = new Command("score", "Score recordings row by row from past rows only: timestamp,value,anomaly_score.") { model, input, output };
        var flags = new ModelFlags().AddTo(command);
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

    private static Command Eval()
    {
        var model = Model();
        var data = new Option<string>("--data") { Description = "Which recordings to measure on", DefaultValueFactory = _ => "nab" };
        data.AcceptOnlyFromAmong("nab", "skab", "events");
        var folder = new Option<string>("--folder") { Description = "Folder of the labelled recordings (for events: the one that holds them all)", Required = true };
        var json = new Option<string?>("--json") { Description = "Write the figures to this file as JSON" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the figures to this file as Markdown" };
        var command = new Command("eval", "Measure a model on labelled recordings.") { model, data, folder, json, markdown };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            var judged = flags.Models(parsed).Find(parsed.GetValue(model) ?? "auto");
            var path = parsed.GetValue(folder)!;
            var rows = parsed.GetValue(data) switch
            {
                "skab" => Benchmarks.Skab(path, judged),
                "events" => Benchmarks.Events(path, judged),
                _ => Benchmarks.Nab(path, judged),
            };
            foreach (var row in rows) Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Data,-8} {row.Figure,-34} {row.Value,9:F4}  {row.Note}"));
            if (parsed.GetValue(json) is { } jsonPath) File.WriteAllText(jsonPath, JsonSerializer.Serialize(rows, JsonSerializerOptions.Web) + "\n");
            if (parsed.GetValue(markdown) is { } markdownPath) File.WriteAllText(markdownPath, Markdown(judged, rows));
            return ExitCode.Ok;
        });
        return command;
    }

    private static string Markdown(IModel model, IReadOnlyList<BenchmarkRow> rows)
    {
        var text = new StringBuilder($"# {model.Name} v{model.Version}, parameters {model.ParameterHash}\n\n| data | figure | value | how |\n|---|---|---|---|\n");
        foreach (var row in rows) text.Append(CultureInfo.InvariantCulture, $"| {row.Data} | {row.Figure} | {row.Value:F4} | {row.Note} |\n");
        return text.ToString();
    }
}
