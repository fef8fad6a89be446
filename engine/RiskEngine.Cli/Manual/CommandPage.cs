using System.CommandLine;
using System.CommandLine.Completions;

namespace RiskEngine.Cli.Manual;

/// <summary>A command with the words that lead to it, for whoever writes of all commands.</summary>
/// <param name="Path">The words, such as <c>riskengine state show</c>.</param>
/// <param name="Command">The command.</param>
internal sealed record CommandPage(string Path, Command Command)
{
    /// <summary>What the program is called.</summary>
    public const string Program = "riskengine";

    /// <summary>Commands below it.</summary>
    public IReadOnlyList<Command> Below => [.. Command.Subcommands.Where(command => !command.Hidden)];

    /// <summary>Its options, but for <c>--help</c> and <c>--version</c>.</summary>
    public IReadOnlyList<Option> Options => [.. Command.Options.Where(option => !option.Hidden && option.Name is not ("--help" or "--version"))];

    /// <summary>All commands below a root, and the root itself first.</summary>
    public static IReadOnlyList<CommandPage> All(Command root) => [.. Walk(Program, root)];

    /// <summary>Names of an option: <c>--kafka</c>.</summary>
    public static IReadOnlyList<string> NamesOf(Option option) => [option.Name, .. option.Aliases.Order(StringComparer.Ordinal)];

    /// <summary>Whether an option is a switch, which no value follows.</summary>
    public static bool IsSwitch(Option option) => option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;

    /// <summary>The values of which an option or argument takes one; empty where any will do.</summary>
    public static IReadOnlyList<string> ValuesOf(Symbol symbol) => symbol is Option option && IsSwitch(option)
        ? [] : [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label).Where(label => !label.StartsWith('-')).Distinct()];

    private static IEnumerable<CommandPage> Walk(string path, Command command) =>
        [new(path, command), .. command.Subcommands.Where(below => !below.Hidden).SelectMany(below => Walk($"{path} {below.Name}", below))];
}
