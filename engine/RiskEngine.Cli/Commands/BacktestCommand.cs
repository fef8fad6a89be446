using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Cli.Commands;

/// <summary><c>backtest</c>: the live evaluator over recorded events, without Kafka and Redis.</summary>
internal static class BacktestCommand
{
    public static Command Create()
    {
        var rules = new Option<string>("--rules") { Description = "Rule file or folder", Required = true };
        var events = new Option<string[]>("--events")
        {
            Description = "Recorded events: JSON Lines, or CSV with --mapping; .gz too",
            Required = true,
            AllowMultipleArgumentsPerToken = true,
        };
        var output = new Option<string?>("--out") { Description = "File for the alert transitions; standard output without it" };
        var lateness = KindSpans.Lateness();
        var disorder = KindSpans.Disorder();
        var deduplicate = KindSpans.Deduplicate();
        var compare = new Option<string?>("--compare") { Description = "Changed rules: tell which alerts are new, gone, moved or regraded with them" };
        var figures = new Option<string?>("--figures") { Description = "File for the figures as JSON" };
        var html = new Option<string?>("--html") { Description = "File for one page with a timeline of each rule; reads the events twice" };
        var ticks = new Option<string[]>("--ticks")
        {
            Description = "Recorded ticks of idle clocks (topic risk.ticks.v1, by kcat -J): decide as the engine did, partition by partition",
            AllowMultipleArgumentsPerToken = true,
        };
        var group = new Option<string?>("--group") { Description = "Consumer group whose ticks count, where --ticks holds those of several" };
        var labels = new BacktestOptions();
        var command = new Command("backtest", "Evaluate rules over recorded events and write the alert transitions as JSON Lines. The same input gives the same bytes.")
        {
            rules, events, output, lateness, disorder, deduplicate, compare, figures, html, ticks, group,
        };
        labels.AddTo(command);
        var inputs = new InputFlags().AddTo(command);
        var flags = new ModelFlags().AddTo(command, withStart: true);
        command.SetAction((parsed, cancellationToken) =>
        {
            var models = flags.Models(parsed);
            var kept = parsed.GetValue(ticks) is { Length: > 0 } files ? KeptTicks.Read(files, parsed.GetValue(group)) : null;
            var mapped = inputs.Read(parsed) ?? (kept is null ? null : new MappedInputs(InputSet.Empty));
            var request = new BacktestRequest
            {
                Rules = RuleFolder.Load(parsed.GetValue(rules) ?? "", models),
                Recording = new Recording(parsed.GetValue(events) ?? []) { Inputs = mapped, Ticks = kept },
                Lateness = KindSpans.Read(lateness, parsed, BacktestRequest.LatenessByDefault),
                Disorder = KindSpans.Read(disorder, parsed, TimeSpan.Zero),
                Deduplicate = KindSpans.ReadDeduplicate(deduplicate, parsed),
                Changed = parsed.GetValue(compare) is { } changed ? RuleFolder.Load(changed, models) : null,
                Incidents = labels.Incidents(parsed),
                Window = labels.Window(parsed),
                WithSeries = parsed.GetValue(html) is not null,
            };
            var result = Run(request, parsed.GetValue(output), cancellationToken);
            if (parsed.GetValue(figures) is { } figuresPath) WriteTo(figuresPath, file => FiguresJson.Write(file, result));
            if (parsed.GetValue(html) is { } htmlPath) WriteTo(htmlPath, file => HtmlReport.Write(file, result, request.Window));
            return Task.FromResult(result.HasEvents ? ExitCode.Ok : ExitCode.Findings);
        });
        return command;
    }

    private static BacktestResult Run(BacktestRequest request, string? outputPath, CancellationToken cancellationToken)
    {
        using var output = outputPath is null ? Console.OpenStandardOutput() : File.Create(outputPath);
        using var buffered = new BufferedStream(output, 64 * 1024);
        using var json = new AlertJson();
        var started = Stopwatch.GetTimestamp();
        var result = Backtest.Run(request, Publish, cancellationToken);
        buffered.Flush();
        Summarise(result, Stopwatch.GetElapsedTime(started));
        return result;

        void Publish(AlertTransition transition)
        {
            buffered.Write(json.Encode(transition));
            buffered.WriteByte((byte)'\n');
        }
    }

    private static void Summarise(BacktestResult result, TimeSpan elapsed)
    {
        var ledger = result.Ledger;
        var rules = result.History.Rules;
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{ledger.Consumed:N0} events in {elapsed.TotalSeconds:0.0} s ({ledger.Consumed / elapsed.TotalSeconds:N0}/s): "
                + $"{ledger.Evaluated:N0} evaluated, {ledger.Filtered:N0} of no rule's concern, {ledger.Late:N0} late, "
                + $"{(ledger.Duplicates == 0 ? "" : $"{ledger.Duplicates} delivered before, ")}{ledger.DeadLettered:N0} rejected"));
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"transitions: {Reached(Grade.Blue)} to blue, {Reached(Grade.Yellow)} to yellow, {Reached(Grade.Orange)} to orange, "
                + $"{Reached(Grade.Red)} to red, {rules.Sum(rule => rule.Resolved)} resolved; {result.OpenAtEnd} alerts open at the end"));
        Console.Error.Write(FiguresText.Render(result));
        if (result.Labels is { } labels) Console.Error.Write(LabelText.Render(labels));
        if (result.Comparison is { } comparison) Console.Error.Write(ComparisonText.Render(comparison));

        long Reached(Grade grade) => rules.Sum(rule => rule.Reached(grade));
    }

    private static void WriteTo(string path, Action<Stream> write)
    {
        using var file = File.Create(path);
        write(file);
    }
}
