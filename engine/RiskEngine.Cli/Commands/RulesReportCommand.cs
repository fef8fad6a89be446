using System.CommandLine;
using RiskEngine.Rules;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.Reporting;
using RiskEngine.Workbench.Verifying;

namespace RiskEngine.Cli.Commands;

/// <summary><c>rules report</c>: which rules to keep, to tune and to retire.</summary>
internal static class RulesReportCommand
{
    public static Command Create()
    {
        var alerts = Files("--alerts", "Alerts as they were published: kcat -C -e -J -t risk.alerts.v1, or what backtest --out wrote; .gz too");
        alerts.Required = true;
        var audit = Files("--audit", "What people closed as true or false: kcat -C -e -J -t risk.audit.v1, or what desk replay --out wrote; .gz too");
        var rules = Files("--rules", "Rule files or folders, so that rules without a single alert are named too");
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("report",
            "Say which rules to keep, to tune and to retire, by what they told and what people made of it, with the figures of ANSI/ISA-18.2.") { alerts, audit, rules, format };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            var known = new RuleLoader(RuleFolder.Options(flags.Models(parsed))).LoadFrom(parsed.GetValue(rules) ?? []).Rules.Select(rule => rule.Id).ToList();
            var report = RuleReporter.Of(PublishedAlert.Read(parsed.GetValue(alerts) ?? [], sought: null), Judgement.Read(parsed.GetValue(audit) ?? []), known);
            Console.Out.Write(parsed.GetValue(format) == "json" ? RuleReportText.Json(report) : RuleReportText.Render(report));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, AllowMultipleArgumentsPerToken = true };
}
