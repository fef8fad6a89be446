using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Service.Catalog;
using RiskEngine.Workbench.RuleTests;

namespace RiskEngine.Cli.Commands;

/// <summary><c>rules</c>: what a rule author needs.</summary>
internal static class RulesCommand
{
    public static Command Create() => new("rules", "Check and test rule files, and say which have proved themselves.")
    {
        Check(), Test(), Translate(), RulesReportCommand.Create(),
    };

    private static Argument<string[]> Paths() => new("path") { Description = "Rule files or folders", Arity = ArgumentArity.OneOrMore };

    private static Command Check()
    {
        var paths = Paths();
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("check", "Report every error and warning of every rule file, with its place and remedy.") { paths, format };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed =>
        {
            var result = new RuleLoader(RuleFolder.Options(flags.Models(parsed))).LoadFrom(parsed.GetValue(paths) ?? []);
            var json = parsed.GetValue(format) == "json";
            Console.Out.Write(json ? DiagnosticJson.Render(result.Diagnostics) : DiagnosticText.Render(result.Diagnostics));
            var errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (!json) WriteReach(result.Rules);
            if (!json) Console.Out.WriteLine($"{result.Files} files, {result.Rules.Count} rules, {errors} errors, {result.Diagnostics.Count - errors} warnings");
            return result.HasErrors ? ExitCode.BadRules : ExitCode.Ok;
        });
        return command;
    }

    /// <summary>Names the rules that look beyond one partition, because they need a topic of their own.</summary>
    private static void WriteReach(IReadOnlyList<Rule> rules)
    {
        var byId = rules.ToDictionary(rule => rule.Id);
        foreach (var rule in rules)
        {
            if (rule.Mode is RuleMode.Active or RuleMode.Shadow && RuleReach.NeedsSignals(rule, byId) is { } reason)
            {
                Console.Out.WriteLine($"{rule.File}: note: 'run' evaluates {rule.Id} from the topic of signals: {reason} (docs/signals.md)");
            }
        }
    }

    private static Command Test()
    {
        var paths = Paths();
        var junit = new Option<string?>("--junit") { Description = "Write the results to this file as JUnit XML, for build servers" };
        var verbose = new Option<bool>("--verbose") { Description = "Show the changes of the tests that passed, too" };
        var command = new Command("test", "Run the tests of the rules on the real evaluator, in virtual time, and show what differs.") { paths, junit, verbose };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction(parsed => Test(parsed.GetValue(paths) ?? [], flags.Models(parsed), parsed.GetValue(junit), parsed.GetValue(verbose)));
        return command;
    }

    private static Command Translate()
    {
        var file = new Argument<string>("file") { Description = "A rule file of Prometheus, Grafana, Sigma, ElastAlert or ThingsBoard; YAML or JSON" };
        var command = new Command("translate", "Propose rules that say what the rules of another tool say; kinds and limits are yours to check.") { file };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file) ?? "";
            var translation = RuleTranslation.OfFile(path);
            if (translation.Tool is null)
            {
                Console.Error.WriteLine($"riskengine: {path} is no rule file of Prometheus, Grafana, Sigma, ElastAlert or ThingsBoard");
                return ExitCode.Findings;
            }

            Console.Out.Write(string.Join("---\n", translation.Rules));
            Console.Error.WriteLine($"{translation.Rules.Count} {translation.Tool} rules; keep each in a file of its own, check 'on', and write tests");
            return ExitCode.Ok;
        });
        return command;
    }

    private static int Test(string[] paths, ModelSet models, string? junit, bool verbose)
    {
        var started = Stopwatch.GetTimestamp();
        var loaded = new RuleLoader(RuleFolder.Options(models)).LoadFrom(paths);
        var results = RuleTestRunner.RunAll(loaded.Documents);
        var elapsed = Stopwatch.GetElapsedTime(started);

        var errors = loaded.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Console.Out.Write(DiagnosticText.Render(errors));
        foreach (var result in results.Where(result => verbose || !result.Passed || result.IsVacuous)) Console.Out.WriteLine(RuleTestReport.Text(result));
        foreach (var untested in loaded.Documents.Where(document => document.Tests.Count == 0)) Console.Out.WriteLine($"none {untested.Rule.Id} has no tests");
        if (junit is not null) File.WriteAllText(junit, RuleTestReport.Junit(results));

        var failed = results.Count(result => !result.Passed);
        if (results.Any(result => !result.Passed)) Console.Out.WriteLine("signs: = as expected, - expected and did not happen, + happened and was not expected, ! a fault");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{results.Count} tests of {loaded.Documents.Count} rules: {results.Count - failed} passed, "
                + $"{failed} failed, {errors.Count} errors in rule files, {elapsed.TotalSeconds:0.00} s"));
        return errors.Count > 0 ? ExitCode.BadRules : failed > 0 ? ExitCode.Findings : ExitCode.Ok;
    }
}
