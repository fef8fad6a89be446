using System.CommandLine;
using RiskEngine.Rules.Inputs;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Inputs;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Commands;

/// <summary><c>verify</c>: derives published alerts again from the log.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var id = new Argument<string?>("ALERT-ID") { Description = "An alert, or one of its transitions", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--all") { Description = "Every transition of --alerts" };
        var rules = Files("--rules", "Rule file or folder; several where rules have changed meanwhile: the version whose hash the alert names counts");
        var alerts = Files("--alerts", "Alerts as they were published: what backtest --out wrote, or kcat -C -e -J -t risk.alerts.v1; .gz too");
        var log = Files("--log", "The log: topics of events by kcat -C -e -J, or the events of a backtest; .gz too");
        var ticks = Files("--ticks", "Recorded ticks of idle clocks (topic risk.ticks.v1, by kcat -J)", isRequired: false);
        var group = new Option<string?>("--group") { Description = "Consumer group whose ticks count, where --ticks holds those of several" };
        var lateness = KindSpans.Lateness();
        var disorder = KindSpans.Disorder();
        var deduplicate = KindSpans.Deduplicate();
        var command = new Command("verify",
            "Derive a published alert again from the log, and say whether the same comes out: identical, or which fields differ, or what is missing.")
        {
            id, all, rules, alerts, log, ticks, group, lateness, disorder, deduplicate,
        };
        var inputs = new InputFlags().AddTo(command);
        var flags = new ModelFlags().AddTo(command, withStart: true);
        command.Validators.Add(parsed =>
        {
            if (parsed.GetValue(id) is null != parsed.GetValue(all)) parsed.AddError("verify takes the id of an alert, or --all");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var models = flags.Models(parsed);
            var published = PublishedAlert.Read(parsed.GetValue(alerts) ?? [], parsed.GetValue(id));
            var verdicts = Verifier.Run(
                new VerifyRequest
                {
                    Alerts = published,
                    RuleSets = [.. (parsed.GetValue(rules) ?? []).Select(path => RuleFolder.Load(path, models))],
                    Log = new Recording(parsed.GetValue(log) ?? [])
                    {
                        Inputs = inputs.Read(parsed) ?? new MappedInputs(InputSet.Empty),
                        Ticks = parsed.GetValue(ticks) is { Length: > 0 } files ? KeptTicks.Read(files, parsed.GetValue(group)) : null,
                    },
                    Lateness = KindSpans.Read(lateness, parsed, BacktestRequest.LatenessByDefault),
                    Disorder = KindSpans.Read(disorder, parsed, TimeSpan.Zero),
                    Deduplicate = KindSpans.ReadDeduplicate(deduplicate, parsed),
                },
                cancellationToken);
            Console.Out.Write(VerdictText.Render(verdicts, withIdentical: !parsed.GetValue(all)));
            return Task.FromResult(CodeOf(verdicts));
        });
        return command;
    }

    /// <summary>What differs comes before what cannot be told.</summary>
    private static int CodeOf(IReadOnlyList<AlertVerdict> verdicts) =>
        verdicts.Any(verdict => verdict.Outcome == VerifyOutcome.Differs) ? ExitCode.Findings
        : verdicts.All(verdict => verdict.Outcome == VerifyOutcome.Identical) ? ExitCode.Ok : ExitCode.Undecided;

    private static Option<string[]> Files(string name, string description, bool isRequired = true) =>
        new(name) { Description = description, Required = isRequired, AllowMultipleArgumentsPerToken = true };
}
