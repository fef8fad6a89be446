using System.CommandLine;
using RiskEngine.Cli.Verifying;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Commands;

/// <summary><c>verify</c>: derives published alerts again, from what Kafka keeps or from files.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ALERT-ID") { Description = "An alert, or one of its transitions", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every transition that the alert topic, or --alerts, holds" };
        var rules = Files("--rules",
            "Rule file or folder, instead of the versions that the engine has kept; several where rules have changed meanwhile: the version whose hash the alert names counts");
        var alerts = Files("--alerts", "Verify files: alerts as they were published, by backtest --out or kcat -C -e -J -t risk.alerts.v1; .gz too");
        var log = Files("--log", "The log of --alerts: topics of events by kcat -C -e -J, or the events of a backtest; .gz too");
        var ticks = Files("--ticks", "Recorded ticks of idle clocks of --alerts (topic risk.ticks.v1, by kcat -J)");
        var group = new Option<string?>("--group") { Description = "Consumer group whose ticks count (default: Kafka:GroupId; of --ticks the only one)" };
        var lateness = KindSpans.Lateness();
        var disorder = KindSpans.Disorder();
        var deduplicate = KindSpans.Deduplicate();
        var command = new Command("verify",
            "Derive a published alert again, and say whether the same comes out: identical, or which fields differ, or what is missing. "
            + "From Kafka, with the options that 'run' takes (appsettings.json, RISKENGINE__… variables, flags); with --alerts and --log from files.")
        {
            id, all, rules, alerts, log, ticks, group, lateness, disorder, deduplicate,
        };
        var inputs = new InputFlags().AddTo(command);
        var models = new ModelFlags().AddTo(command, withStart: true);
        var engine = RunCommand.Flags.Where(flag => command.Options.All(option => option.Name != flag.Flag) && flag.Flag != "--http")
            .Select(flag => (Option: new Option<string?>(flag.Flag) { Description = flag.Description }, flag.Key)).ToList();
        foreach (var (option, _) in engine) command.Options.Add(option);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(id) is null != parsed.GetValue(all)) parsed.AddError("verify takes the id of an alert, or --all");
            var (hasAlerts, hasLog) = (parsed.GetValue(alerts) is { Length: > 0 }, parsed.GetValue(log) is { Length: > 0 });
            if (hasAlerts != hasLog) parsed.AddError("--alerts and --log belong together; without them, what Kafka keeps is verified (--kafka)");
            if (hasAlerts && parsed.GetValue(rules) is not { Length: > 0 }) parsed.AddError("--alerts wants --rules too: the rules that were in force");
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(alerts) is { Length: > 0 } files)
            {
                var request = new VerifyRequest
                {
                    Alerts = PublishedAlert.Read(files, parsed.GetValue(id)),
                    RuleSets = [.. (parsed.GetValue(rules) ?? []).Select(path => RuleFolder.Load(path, models.Models(parsed)))],
                    Log = new Recording(parsed.GetValue(log) ?? [])
                    {
                        Inputs = inputs.Read(parsed) ?? new MappedInputs(InputSet.Empty),
                        Ticks = parsed.GetValue(ticks) is { Length: > 0 } kept ? KeptTicks.Read(kept, parsed.GetValue(group)) : null,
                    },
                    Lateness = KindSpans.Read(lateness, parsed, BacktestRequest.LatenessByDefault),
                    Disorder = KindSpans.Read(disorder, parsed, TimeSpan.Zero),
                    Deduplicate = KindSpans.ReadDeduplicate(deduplicate, parsed),
                };
                return Tell(new VerifiedAlerts(Verifier.Run(request, cancellationToken), []), parsed.GetValue(all));
            }

            string[] shared = ["--group", "--inputs", "--catalog", "--holidays", "--time-zone", "--start"];
            var options = EngineOptions.Read(EngineConfiguration.Read(
            [
                .. engine.Select(flag => KeyValuePair.Create(flag.Key, parsed.GetValue(flag.Option))),
                .. RunCommand.Flags.Where(flag => shared.Contains(flag.Flag)).Select(flag => KeyValuePair.Create(flag.Key, parsed.GetValue<string?>(flag.Flag))),
                .. KindSpans.Pairs(deduplicate, parsed).Select(pair => KeyValuePair.Create<string, string?>($"Events:Deduplicate:{pair.Kind}", pair.Span)),
                .. KindSpans.Settings("Events:Lateness", lateness, parsed),
                .. KindSpans.Settings("Events:Disorder", disorder, parsed),
            ]));
            var verifier = new OnlineVerifier(options, parsed.GetValue(rules));
            var verified = parsed.GetValue(id) is { } one ? await verifier.VerifyAsync(one, cancellationToken).ConfigureAwait(false)
                : await verifier.VerifyAllAsync(cancellationToken).ConfigureAwait(false);
            return Tell(verified, parsed.GetValue(all));
        });
        return command;
    }

    private static int Tell(VerifiedAlerts verified, bool isAll)
    {
        Console.Out.Write(VerdictText.Render(verified.Verdicts, withIdentical: !isAll));
        foreach (var note in verified.Notes) Console.Out.WriteLine($"  {note}");
        return CodeOf(verified.Verdicts);
    }

    /// <summary>What differs comes before what cannot be told.</summary>
    private static int CodeOf(IReadOnlyList<AlertVerdict> verdicts) =>
        verdicts.Any(verdict => verdict.Outcome == VerifyOutcome.Differs) ? ExitCode.Findings
        : verdicts.All(verdict => verdict.Outcome == VerifyOutcome.Identical) ? ExitCode.Ok : ExitCode.Undecided;

    private static Option<string[]> Files(string name, string description) =>
        new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
