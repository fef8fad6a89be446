using System.CommandLine;
using System.Diagnostics;
using RiskEngine.Core.Alerts;
using RiskEngine.Core.Decoding;
using RiskEngine.Core.Events;
using RiskEngine.Host.Inputs;
using RiskEngine.Host.Running;
using RiskEngine.Pipeline;

namespace RiskEngine.Host.Commands;

/// <summary><c>backtest</c>: the live evaluator over recorded events, without Kafka and Redis.</summary>
internal static class BacktestCommand
{
    private const int BatchRecords = 2_000;

    public static Command Create()
    {
        var rules = new Option<string>("--rules") { Description = "Rule file or folder", Required = true };
        var events = new Option<string[]>("--events") { Description = "Recorded events: JSON Lines, or CSV with --mapping; .gz too", Required = true, AllowMultipleArgumentsPerToken = true };
        var mapping = new Option<string?>("--mapping") { Description = "Mapping of CSV columns to events (rules/mappings)" };
        var output = new Option<string?>("--out") { Description = "File for the alert transitions; standard output without it" };
        var lateness = new Option<string>("--lateness") { Description = "How far behind the newest event an event may be", DefaultValueFactory = _ => "2s" };
        var command = new Command("backtest", "Evaluate rules over recorded events and write the alert transitions as JSON Lines. The same input gives the same bytes.")
        {
            rules, events, mapping, output, lateness,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (!Options.Duration.TryParse(parsed.GetValue(lateness) ?? "", out var allowed)) throw new Options.OptionsException([$"--lateness '{parsed.GetValue(lateness)}': write e.g. 2s"]);
            var parts = new TaskParts
            {
                Rules = RuleFolder.Load(parsed.GetValue(rules) ?? ""),
                AllowedLateness = allowed,
                CreatePseudonymizer = () => new Pseudonymizer(FixedKey),
            };
            var recorded = RecordedEvents.Open(parsed.GetValue(events) ?? [], parsed.GetValue(mapping), merge: true);
            Run(parts, recorded, parsed.GetValue(output), cancellationToken);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    /// <summary>One key for all backtests: equal input must give equal bytes, and recorded persons are pseudonyms of their own.</summary>
    private static PseudonymKeys FixedKey => new("bt", "riskengine backtest: not a secret"u8);

    private static void Run(TaskParts parts, IEnumerable<RecordedEvent> events, string? outputPath, CancellationToken cancellationToken)
    {
        var task = new TaskState(new TaskId("events", 0), parts);
        using var output = outputPath is null ? Console.OpenStandardOutput() : File.Create(outputPath);
        using var buffered = new BufferedStream(output, 64 * 1024);
        using var json = new AlertJson();
        var byGrade = new long[5];
        var resolved = 0L;
        using var pump = new TaskPump(task, batch =>
        {
            foreach (var alert in batch.Candidates)
            {
                buffered.Write(json.Encode(alert));
                buffered.WriteByte((byte)'\n');
                if (alert.State == AlertState.Resolved) resolved++;
                else byGrade[(int)alert.Grade]++;
            }
        });
        var started = Stopwatch.GetTimestamp();
        Feed(task, pump, events, cancellationToken);
        buffered.Flush();
        Summarise(task, byGrade, resolved, Stopwatch.GetElapsedTime(started));
    }

    private static void Feed(TaskState task, TaskPump pump, IEnumerable<RecordedEvent> events, CancellationToken cancellationToken)
    {
        var batch = new TaskBatch();
        long offset = 0;
        foreach (var recorded in events)
        {
            batch.Records.Add(offset++, recorded.Json.Span);
            if (batch.Records.Count < BatchRecords) continue;
            cancellationToken.ThrowIfCancellationRequested();
            pump.Push(batch);
            batch.Clear();
        }

        pump.Push(batch);
        batch.Clear();
        batch.Tick = task.Watermark.Value + task.Watermark.AllowedLateness;
        pump.Push(batch);
    }

    private static void Summarise(TaskState task, long[] byGrade, long resolved, TimeSpan elapsed)
    {
        var ledger = task.Ledger;
        Console.Error.WriteLine(FormattableString.Invariant(
            $"{ledger.Consumed:N0} events in {elapsed.TotalSeconds:0.0} s ({ledger.Consumed / elapsed.TotalSeconds:N0}/s): {ledger.Evaluated:N0} evaluated, {ledger.Filtered:N0} of no rule's concern, {ledger.Late:N0} late, {ledger.DeadLettered:N0} rejected"));
        Console.Error.WriteLine(FormattableString.Invariant(
            $"transitions: {byGrade[1]} to blue, {byGrade[2]} to yellow, {byGrade[3]} to orange, {byGrade[4]} to red, {resolved} resolved; {task.Evaluator.OpenAlerts} alerts open at the end"));
        foreach (var (rule, errors) in task.Evaluator.ConditionErrors().Where(entry => entry.Value > 0))
        {
            Console.Error.WriteLine(FormattableString.Invariant($"rule {rule}: a condition could not be evaluated {errors:N0} times (a missing attribute?)"));
        }

        if (!ledger.Balances) throw new InvalidOperationException($"the ledger does not balance: {ledger}");
    }
}
