using System.CommandLine;
using RiskEngine.LanguageServer;
using RiskEngine.LanguageServer.Serving;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Cli.Commands;

/// <summary><c>lsp</c>: rules and mappings in an editor.</summary>
internal static class LanguageServerCommand
{
    public static Command Create()
    {
        var rules = new Option<string[]>("--rules") { Description = "Folder of rules; without it the folder rules of what the editor has open" };
        var inputs = new Option<string[]>("--inputs") { Description = "Folder of mappings; without it rules/inputs, else inputs, of what the editor has open" };
        var stdio = new Option<bool>("--stdio") { Description = "Speak over standard input and output, as is done anyway; some editors add it" };
        var command = new Command("lsp", "Serve rules and mappings to an editor, by the Language Server Protocol over standard input and output.") { rules, inputs, stdio };
        var flags = new ModelFlags().AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
        {
            var options = new LanguageServerOptions
            {
                Rules = RuleFolder.Options(flags.Models(parsed)),
                RuleFolders = parsed.GetValue(rules) ?? [],
                MappingFolders = parsed.GetValue(inputs) ?? [],
            };

            // Whatever else is written would break the protocol.
            var output = Console.OpenStandardOutput();
            Console.SetOut(Console.Error);
            return RuleLanguageServer.RunAsync(Console.OpenStandardInput(), output, options, cancellationToken);
        });
        return command;
    }
}
