using System.CommandLine;
using System.Text;

namespace RiskEngine.Cli.Manual;

/// <summary>The manual page <c>riskengine(1)</c>, in the language of <c>man</c>.</summary>
internal static class ManualPage
{
    private static readonly (string Code, string Meaning)[] Codes =
    [
        ("0", "All went well; also after SIGTERM and SIGINT."),
        ("1", "Findings: a missed incident, a failed test of a rule, a fault that doctor has found."),
        ("2", "The rules have errors."),
        ("3", "The configuration, an argument or an input file is wrong."),
        ("4", "Kafka or Redis cannot be reached; also when the service was stopped and a task could not save."),
        ("5", "verify cannot tell."),
        ("130, 143", "A second SIGINT or SIGTERM ended it at once."),
    ];

    /// <summary>Writes it.</summary>
    /// <param name="root">All commands.</param>
    /// <param name="version">Version of the program.</param>
    public static string Of(Command root, string version)
    {
        var text = new StringBuilder($".TH RISKENGINE 1 \"\" \"riskengine {Escaped(version)}\" \"RiskEngine\"\n");
        text.Append(".SH NAME\nriskengine \\- risk early warning from streams of events\n.SH SYNOPSIS\n.B riskengine\n.I COMMAND\n[options]\n");
        text.Append(".SH DESCRIPTION\n").Append(Line(root.Description)).Append(".SH COMMANDS\n");
        foreach (var page in CommandPage.All(root).Skip(1)) Write(text, page);
        text.Append(".SH EXIT STATUS\n");
        foreach (var (code, meaning) in Codes) text.Append($".TP\n.B {code}\n{Line(meaning)}");
        text.Append(".SH ENVIRONMENT\n.TP\n.B RISKENGINE__SECTION__KEY\nAny option of the configuration; secrets belong here. ")
            .Append("The list: riskengine options.\n.SH FILES\n.TP\n.I appsettings.json\nThe configuration, in the working folder.\n");
        return text.Append(".SH SEE ALSO\ndocs/operations.md, docs/configuration.md\n").ToString();
    }

    private static void Write(StringBuilder text, CommandPage page)
    {
        var words = string.Concat(page.Command.Arguments.Where(argument => !argument.Hidden).Select(argument => $" {argument.Name.ToUpperInvariant()}"));
        text.Append($".SS \"{Escaped(page.Path[(CommandPage.Program.Length + 1)..] + words)}\"\n{Line(page.Command.Description)}");
        foreach (var argument in page.Command.Arguments.Where(argument => !argument.Hidden))
            text.Append($".TP\n.I {Escaped(argument.Name.ToUpperInvariant())}\n{Line(argument.Description)}");
        foreach (var option in page.Options)
        {
            var values = CommandPage.ValuesOf(option);
            var takes = CommandPage.IsSwitch(option) ? "" : $" {(values.Count > 0 ? string.Join('|', values) : option.HelpName ?? "VALUE")}";
            text.Append($".TP\n.BR \"{Escaped(string.Join(", ", CommandPage.NamesOf(option)) + takes)}\"\n{Line(option.Description)}");
        }
    }

    /// <summary>A paragraph: what begins with a dot or a quote would be a command of the language.</summary>
    private static string Line(string? text) => string.IsNullOrWhiteSpace(text) ? "\n" : $"\\&{Escaped(text.ReplaceLineEndings(" "))}\n";

    private static string Escaped(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal)
        .Replace("\"", "\\(dq", StringComparison.Ordinal).Replace("'", "\\(aq", StringComparison.Ordinal).Replace("…", "\\[u2026]", StringComparison.Ordinal);
}
