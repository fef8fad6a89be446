using System.CommandLine;
using RiskEngine.Cli.Commands;

namespace RiskEngine.Cli.Tests.Commands;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--seconds 1")]
    [InlineData("--profile city --seconds 3600")]
    [InlineData("guard --margin 1")]
    [InlineData("guard --seconds 600 --store")]
    [InlineData("curves --axis rules sources --seconds 600")]
    public void Good_arguments_are_taken(string line) => Assert.Empty(Parse(line).Errors);

    [Theory]
    [InlineData("--seconds 0", "--seconds must be 1 to 3600")]
    [InlineData("guard --margin 91", "--margin must be 1 to 90")]
    [InlineData("curves --seconds 601", "--seconds must be 1 to 600")]
    [InlineData("curves --axis rain", "rain")]
    [InlineData("--profile large", "large")]
    public void A_bad_argument_is_named_and_nothing_else(string line, string names) =>
        Assert.Contains(names, Assert.Single(Parse(line).Errors).Message, StringComparison.Ordinal);

    private static ParseResult Parse(string line) => BenchCommand.Create().Parse(line);
}
