using System.CommandLine;
using System.Diagnostics;
using System.Text.RegularExpressions;
using RiskEngine.Cli.Commands;
using RiskEngine.Cli.Manual;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Manual;

/// <summary>What is generated from the commands names all of them, and what is written by hand does too.</summary>
public sealed partial class ManualTests
{
    private static readonly Command Root = CommandTree.Root();

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void Completions_name_every_command_and_every_option(string shell)
    {
        var script = ShellCompletions.For(shell, Root);

        foreach (var (path, command) in Walk("riskengine", Root))
        {
            if (command != Root) Assert.Contains($"'{path}'", script, StringComparison.Ordinal);
            foreach (var option in command.Options.Where(IsShown))
            {
                // What stands in the lines of this very command.
                var name = shell == "fish" ? $"-l {option.Name[2..]}" : option.Name;
                Assert.Contains(LinesOf(shell, script, path), line => Regex.IsMatch(line + " ", $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])"));
            }
        }
    }

    [Fact]
    public void The_manual_page_names_every_command_and_every_option()
    {
        var page = ManualPage.Of(Root, "1.2.3");
        var sections = page.Split(".SS ").ToDictionary(section => section.Split('\n')[0], section => section);

        foreach (var (path, command) in Walk("riskengine", Root).Skip(1))
        {
            var heading = path["riskengine ".Length..].Replace("-", "\\-", StringComparison.Ordinal);
            var section = sections.Single(one => Regex.IsMatch(one.Key, $"^\"{Regex.Escape(heading)}( [A-Z]|\"$)")).Value;
            foreach (var option in command.Options.Where(IsShown))
                Assert.Contains($"\"{option.Name.Replace("-", "\\-", StringComparison.Ordinal)}", section, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_launcher_tells_of_every_command_and_of_none_that_is_not_there()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "riskengine")).Split("<<'TEXT'")[1].Split("\nTEXT\n")[0];
        var told = Told().Matches(text).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(Root.Subcommands.Select(command => command.Name).Append("test").Order(), told.Order());
    }

    [Theory]
    [InlineData("ver", "verify version")]
    [InlineData("topics ", "--help check create")]
    [InlineData("topics create --dr", "--dry-run")]
    [InlineData("desk check --format ", "json text")]
    [InlineData("completions ", "--help bash fish zsh")]
    public async Task Bash_completes(string line, string words)
    {
        var script = ShellCompletions.For("bash", Root) + $"\nCOMP_WORDS=(riskengine {line}{(line.EndsWith(' ') ? "''" : "")})\n"
            + "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_riskengine\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
        using var bash = Process.Start(new ProcessStartInfo("bash") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await bash.StandardInput.WriteAsync(script);
        bash.StandardInput.Close();
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();

        Assert.Equal("", await errors);
        Assert.Equal(words, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    private static IEnumerable<string> LinesOf(string shell, string script, string path) => shell == "zsh"
        ? script.Split($"'{path}') described=(").Last().Split(" ;;")[0].Split('\n')
        : script.Split('\n').Where(line => line.Contains(shell == "fish" ? $"'__riskengine_at {path}'" : $"'{path}') words=", StringComparison.Ordinal));

    private static IEnumerable<(string Path, Command Command)> Walk(string path, Command command) =>
        [(path, command), .. command.Subcommands.SelectMany(below => Walk($"{path} {below.Name}", below))];

    private static bool IsShown(Option option) => !option.Hidden && option.Name is not ("--help" or "--version");

    [GeneratedRegex("^  ([a-z]+)  +[a-z]", RegexOptions.Multiline)]
    private static partial Regex Told();
}
