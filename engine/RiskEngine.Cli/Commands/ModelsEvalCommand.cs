using System.CommandLine;
using System.Globalization;
using RiskEngine.Core.Scoring;
using RiskEngine.Models.Evaluation;
using RiskEngine.Workbench.Evaluation;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary><c>models eval</c>: measures a model on labelled recordings, as a table, JSON, Markdown and a page.</summary>
internal static class ModelsEvalCommand
{
    public static Command Create()
    {
        var model = ModelsCommand.Model();
        var data = new Option<string>("--data") { Description = "Which recordings to measure on", DefaultValueFactory = _ => "nab" };
        data.AcceptOnlyFromAmong("nab", "skab", "events");
        var folder = new Option<string>("--folder") { Description = "Folder of the labelled recordings (for events: the one that holds them all)", Required = true };
        var json = new Option<string?>("--json") { Description = "Write the figures to this file as JSON" };
        var markdown = new Option<string?>("--markdown") { Description = "Write the figures to this file as Markdown" };
        var html = new Option<string?>("--html") { Description = "Write one page with the figures and, for every series, values, scores, labels and alarms" };
        var output = new Option<string?>("--out") { Description = "Write all three into this folder: eval.json, eval.md, eval.html" };
        var command = new Command("eval", "Measure a model on labelled recordings.") { model, data, folder, json, markdown, html, output };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            var judged = flags.Models(parsed).Find(parsed.GetValue(model) ?? "auto");
            var runs = Runs(parsed.GetValue(data)!, parsed.GetValue(folder)!, judged);
            foreach (var row in runs.SelectMany(run => run.Rows))
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Data,-8} {row.Figure,-34} {row.Value,9:F4}  {row.Note}"));
            var report = new EvaluationReport(judged, runs);
            var all = parsed.GetValue(output);
            Write(parsed.GetValue(json), all, "eval.json", report.WriteJson);
            Write(parsed.GetValue(markdown), all, "eval.md", report.WriteMarkdown);
            Write(parsed.GetValue(html), all, "eval.html", report.WriteHtml);
            return ExitCode.Ok;
        });
        return command;
    }

    private static IReadOnlyList<BenchmarkRun> Runs(string data, string folder, IModel model)
    {
        try
        {
            return data switch
            {
                "skab" => [Benchmarks.Skab(folder, model)],
                "events" => Benchmarks.Events(folder, model) is { Count: > 0 } runs ? runs : throw new InputException($"{folder}: none of gecco2018, batadal and dodgers is there"),
                _ => [Benchmarks.Nab(folder, model)],
            };
        }
        catch (FormatException fault)
        {
            throw new InputException(fault.Message);
        }
    }

    private static void Write(string? path, string? folder, string name, Action<Stream> write)
    {
        foreach (var file in new[] { path, folder is null ? null : Path.Combine(folder, name) })
        {
            if (file is null) continue;
            if (Path.GetDirectoryName(file) is { Length: > 0 } parent) Directory.CreateDirectory(parent);
            using var stream = File.Create(file);
            write(stream);
        }
    }
}
