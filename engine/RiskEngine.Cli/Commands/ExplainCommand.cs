using System.CommandLine;
using RiskEngine.Core.Time;
using RiskEngine.Service.Catalog;
using RiskEngine.Service.Options;
using RiskEngine.Workbench.Backtesting;
using RiskEngine.Workbench.Explaining;

namespace RiskEngine.Cli.Commands;

/// <summary><c>explain</c>: why a rule fired, and why the others did not.</summary>
internal static class ExplainCommand
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
        var lateness = KindSpans.Lateness();
        var disorder = KindSpans.Disorder();
        var deduplicate = KindSpans.Deduplicate();
        var one = new Option<string?>("--event") { Description = "Explain this event: its id, or its number in the recording from 0" };
        var alert = new Option<string?>("--alert") { Description = "Explain this alert: its id, or the id of one of its transitions" };
        var key = new Option<string?>("--key") { Description = "Explain the state of --rule for this key" };
        var rule = new Option<string?>("--rule") { Description = "The rule of --key" };
        var at = new Option<string?>("--at") { Description = "The time of that state, e.g. 2026-11-21T10:00:00Z; the end without it" };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("explain", "Tell for one event, one alert or one key which conditions held with which values, and why the other rules did not fire.")
        {
            rules, events, lateness, disorder, deduplicate, one, alert, key, rule, at, format,
        };
        var inputs = new InputFlags().AddTo(command);
        var flags = new ModelFlags().AddTo(command, withStart: true);
        command.Validators.Add(parsed =>
        {
            var asked = new[] { parsed.GetValue(one), parsed.GetValue(alert), parsed.GetValue(key) }.Count(value => value is not null);
            if (asked != 1) parsed.AddError("explain takes one of --event, --alert and --key");
            if (parsed.GetValue(key) is null != parsed.GetValue(rule) is null) parsed.AddError("--key and --rule go together");
        });
        command.SetAction((parsed, cancellationToken) =>
        {
            var explanation = Explainer.Explain(
                new ExplainRequest
                {
                    Rules = RuleFolder.Load(parsed.GetValue(rules) ?? "", flags.Models(parsed)),
                    Recording = new Recording(parsed.GetValue(events) ?? []) { Inputs = inputs.Read(parsed) },
                    Lateness = KindSpans.Read(lateness, parsed, BacktestRequest.LatenessByDefault),
                    Disorder = KindSpans.Read(disorder, parsed, TimeSpan.Zero),
                    Deduplicate = KindSpans.ReadDeduplicate(deduplicate, parsed),
                    Event = parsed.GetValue(one),
                    Alert = parsed.GetValue(alert),
                    Key = parsed.GetValue(key),
                    RuleId = parsed.GetValue(rule),
                    At = Time(parsed.GetValue(at)),
                },
                cancellationToken);
            Write(explanation, parsed.GetValue(format) == "json");
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static EventTime? Time(string? text)
    {
        if (text is null) return null;
        return LabelTimes.Default.TryParse(text, out var time) ? time : throw new OptionsException([$"--at '{text}' is not a time; write e.g. 2026-11-21T10:00:00Z"]);
    }

    private static void Write(Explanation explanation, bool asJson)
    {
        if (!asJson)
        {
            Console.Out.Write(ExplanationText.Render(explanation));
            return;
        }

        using var output = Console.OpenStandardOutput();
        ExplanationJson.Write(output, explanation);
    }
}
