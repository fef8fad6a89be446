using System.CommandLine;
using RiskEngine.Cli.Manual;
using RiskEngine.Service.Running;

namespace RiskEngine.Cli.Commands;

/// <summary><c>man</c>: the manual page.</summary>
internal static class ManualCommand
{
    public static Command Create()
    {
        var command = new Command("man", "Write the manual page: riskengine man > riskengine.1, then man ./riskengine.1.");
        command.SetAction(_ =>
        {
            Console.Out.Write(ManualPage.Of(CommandTree.Root(), BuildInfo.Current.Version));
            return ExitCode.Ok;
        });
        return command;
    }
}
