using System.CommandLine;
using System.Text;
using RiskEngine.Service.Options;

namespace RiskEngine.Cli.Commands;

/// <summary><c>options</c>: all that <c>run</c> can be configured by.</summary>
internal static class OptionsCommand
{
    public static Command Create()
    {
        var command = new Command("options", "List all options of run: key, flag, type, default, values and meaning, as a table in Markdown.");
        command.SetAction(_ =>
        {
            Console.Out.Write(Table());
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The table, as docs/configuration.md has it.</summary>
    internal static string Table()
    {
        var flags = RunCommand.Flags.ToDictionary(flag => flag.Key, flag => $"`{flag.Flag}`");
        foreach (var (flag, key) in KindSpans.Flags) flags.Add(key, $"`{flag}`");
        var text = new StringBuilder("| key | flag | type | default | values | meaning |\n|---|---|---|---|---|---|\n");
        foreach (var entry in EngineOptions.All())
        {
            string[] cells =
                [$"`{entry.Key}`", flags.GetValueOrDefault(entry.Key, ""), entry.Type, entry.Default ?? "", entry.Bounds ?? "", entry.Meaning];
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
        }

        return text.ToString().Replace("|  |", "| |", StringComparison.Ordinal).Replace("|  |", "| |", StringComparison.Ordinal);
    }
}
