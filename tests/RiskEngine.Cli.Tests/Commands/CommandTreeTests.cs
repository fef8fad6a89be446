using RiskEngine.Cli.Commands;

namespace RiskEngine.Cli.Tests.Commands;

public sealed class CommandTreeTests
{
    private static readonly string[] All = [.. CommandTree.Root().Subcommands.Select(command => command.Name)];

    [Theory]
    [InlineData("run", "run")]
    [InlineData("run --group demo", "run")]
    [InlineData("run --help", "run")]
    [InlineData("bench guard --margin 5", "bench")]
    [InlineData("rules check demo", "rules")]
    public void Command_that_is_asked_for_is_made_alone(string line, string made) =>
        Assert.Equal([made], CommandTree.RootFor(line.Split(' ')).Subcommands.Select(command => command.Name));

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("rnu")]
    public void All_are_made_where_none_is_asked_for(string line) =>
        Assert.Equal(All, CommandTree.RootFor(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Subcommands.Select(command => command.Name));

    [Fact]
    public void Every_command_is_made_under_the_name_that_it_is_asked_for_by()
    {
        Assert.NotEmpty(All);
        foreach (var name in All) Assert.Equal([name], CommandTree.RootFor([name]).Subcommands.Select(command => command.Name));
    }

    [Fact]
    public void Words_of_a_response_file_ask_for_a_command_too()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "state\nshow\n");
            Assert.Equal(["state"], CommandTree.RootFor([$"@{file}"]).Subcommands.Select(command => command.Name));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
