using System.CommandLine;
using RiskEngine.Cli.Commands;
using RiskEngine.Workbench.Tests;

namespace RiskEngine.Cli.Tests.Docs;

/// <summary>What README and docs tell to type is a command of the program, with flags that it has. Those of <c>bench load</c> are tested with it.</summary>
public sealed class ShownCommandsTests
{
    private static readonly string[] TopFolders = ["bench", "build", "docs", "engine", "models", "rules", "tests"];

    [Fact]
    public void Whole_commands_are_accepted_by_the_program()
    {
        var root = CommandTree.Root();
        var whole = ShownCommands.All.Where(shown => shown.IsOurs && shown.IsWhole && !IsOfLauncher(shown)).ToList();

        Assert.True(whole.Count > 20, $"only {whole.Count} were found");
        Assert.Empty(
            from shown in whole
            from fault in root.Parse(shown.Arguments).Errors
            select $"{shown}: {fault.Message}");
    }

    [Fact]
    public void Commands_in_a_sentence_or_a_synopsis_exist_and_have_these_flags()
    {
        var mentioned = ShownCommands.All.Where(shown => shown.IsOurs && !shown.IsWhole && !IsOfLauncher(shown)).ToList();

        Assert.True(mentioned.Count > 20, $"only {mentioned.Count} were found");
        Assert.Empty(mentioned.SelectMany(shown => Unknown(CommandTree.Root(), shown)));
    }

    [Fact]
    public void Commands_of_the_launcher_have_these_flags()
    {
        Assert.Empty(ShownCommands.All.Where(shown => shown.IsOurs && shown.Starts("test")).SelectMany(shown => UnknownOf(shown, "--torture", "--help")));
        Assert.Empty(ShownCommands.All.Where(shown => shown.IsOurs && shown.Starts("bench", "micro")).SelectMany(shown => UnknownOf(shown, "--filter", "--list", "--help")));
    }

    [Fact]
    public void Files_of_the_repository_that_commands_name_are_there() => Assert.Empty(
        from shown in ShownCommands.All
        where shown.IsWhole
        from word in shown.Arguments
        where word.EndsWith(".sln", StringComparison.Ordinal) || TopFolders.Any(folder => word.StartsWith(folder + "/", StringComparison.Ordinal))
        where !Path.Exists(Path.Combine(Repository.Root, word)) && !word.StartsWith("artifacts/", StringComparison.Ordinal)
        select $"{shown}: there is no {word}");

    [Theory]
    [InlineData("```sh\n./riskengine demo --seconds 60   # alive\n```\n", "demo --seconds 60", true)]
    [InlineData("```console\n$ A=1 ./riskengine cel '1 + 2' | jq .\n{}\n```\n", "cel 1 + 2", true)]
    [InlineData("```sh\n./riskengine run \\\n  --kafka $(cat k.txt) > log\n```\n", "run --kafka $(cat k.txt)", true)]
    [InlineData("See `./riskengine state show --stats`.\n", "state show --stats", false)]
    [InlineData("```\nriskengine models fit --in FILE|DIR [--start FILE]\n```\n", "models fit --in FILE|DIR [--start FILE]", false)]
    public void A_command_is_found_and_cut_into_words(string page, string arguments, bool isWhole)
    {
        var shown = Assert.Single(ShownCommands.Of("page.md", page));

        Assert.Equal((arguments, isWhole), (string.Join(' ', shown.Arguments), shown.IsWhole));
    }

    [Theory]
    [InlineData("riskengine bakctest --rules DIR", "there is no 'bakctest'")]
    [InlineData("riskengine state show --surce gm-1", "'show' has no --surce")]
    public void A_slip_is_found(string mention, string fault) =>
        Assert.EndsWith(fault, Assert.Single(Unknown(CommandTree.Root(), ShownCommands.Of("page.md", $"`{mention}`").Single())), StringComparison.Ordinal);

    private static bool IsOfLauncher(ShownCommand shown) => shown.Starts("test") || shown.Starts("bench", "load") || shown.Starts("bench", "micro");

    private static IEnumerable<string> UnknownOf(ShownCommand shown, params string[] flags) =>
        from word in shown.Arguments
        let flag = word.Trim('[', ']')
        where flag.StartsWith("--", StringComparison.Ordinal) && !flags.Contains(flag)
        select $"{shown}: there is no {flag}";

    private static IEnumerable<string> Unknown(Command root, ShownCommand shown)
    {
        var command = root;
        foreach (var word in shown.Arguments.Select(word => word.Trim('[', ']')))
        {
            if (command.Subcommands.FirstOrDefault(one => one.Name == word) is { } child)
            {
                command = child;
            }
            else if (command == root && !word.StartsWith('-'))
            {
                yield return $"{shown}: there is no '{word}'";
                yield break;
            }
            else if (word.StartsWith("--", StringComparison.Ordinal) && !Has(root, command, word))
            {
                yield return $"{shown}: '{command.Name}' has no {word}";
            }
        }
    }

    private static bool Has(Command root, Command command, string flag) => root.Options.Concat(command.Options).Any(option => option.Name == flag);
}
