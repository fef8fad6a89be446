using System.CommandLine;
using RiskEngine.Cli.Manual;

namespace RiskEngine.Cli.Commands;

/// <summary><c>completions</c>: scripts that complete commands and options in a shell.</summary>
internal static class CompletionsCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = string.Join(", ", ShellCompletions.Shells) };
        shell.AcceptOnlyFromAmong(ShellCompletions.Shells);
        var command = new Command("completions", "Write a script that completes commands, options and values: source <(riskengine completions bash).") { shell };
        command.SetAction(parsed =>
        {
            Console.Out.Write(ShellCompletions.For(parsed.GetValue(shell) ?? "", CommandTree.Root()));
            return ExitCode.Ok;
        });
        return command;
    }
}
