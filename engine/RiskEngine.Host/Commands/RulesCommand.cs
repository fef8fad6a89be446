using System.CommandLine;
using RiskEngine.Rules;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Host.Commands;

/// <summary><c>rules</c>: what a rule author needs.</summary>
internal static class RulesCommand
{
    public static Command Create() => new("rules", "Check rule files.") { Check() };

    private static Command Check()
    {
        var paths = new Argument<string[]>("path") { Description = "Rule files or folders", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format") { Description = "text or json", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("check", "Report every error and warning of every rule file, with its place and remedy.") { paths, format };
        command.SetAction(parsed =>
        {
            var result = RuleLoader.Load(parsed.GetValue(paths) ?? []);
            var json = parsed.GetValue(format) == "json";
            Console.Out.Write(json ? DiagnosticJson.Render(result.Diagnostics) : DiagnosticText.Render(result.Diagnostics));
            var errors = result.Diagnostics.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
            if (!json) Console.Out.WriteLine($"{result.Files} files, {result.Rules.Count} rules, {errors} errors, {result.Diagnostics.Count - errors} warnings");
            return result.HasErrors ? ExitCode.BadRules : ExitCode.Ok;
        });
        return command;
    }
}
