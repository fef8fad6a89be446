using Xunit;

namespace RiskEngine.Cel.Tests;

public class CelIntrospectionTests
{
    [Theory]
    [InlineData("value>20.0&&attributes.location==\"indoor\"", "value > 20.0 && attributes.location == \"indoor\"")]
    [InlineData("(value > 20.00) && ((attributes.location) == 'indoor')", "value > 20.0 && attributes.location == \"indoor\"")]
    [InlineData("(1 + 2) * -3 - (4 - 5)", "(1 + 2) * -3 - (4 - 5)")]
    [InlineData("!(online || false) && (online ? true : false)", "!(online || false) && (online ? true : false)")]
    [InlineData("source . matches ( r'\\d' )", "source.matches(\"\\\\d\")")]
    [InlineData("[ 1u,0x10,b'a' ,{ 'a' : null }].exists( x,has(x.a) )", "[1u, 16, b\"\\x61\", {\"a\": null}].exists(x, has(x.a))")]
    public void Text_has_one_canonical_form(string expression, string expected) =>
        Assert.Equal(expected, Reading.Scope.Compile(expression, new CelOptions { Strict = false }).Program?.Normalised);

    [Theory]
    [InlineData(">= 5", "measure >= 5")]
    [InlineData("measure < 4.5", "measure < 4.5")]
    [InlineData("5 < measure", "measure > 5")]
    [InlineData("-3.0 >= count", "count <= -3")]
    public void Simple_comparison_is_recognised(string expression, string expected)
    {
        var comparison = Reading.Scope.Compile(expression, new CelOptions { Subject = "measure" }).Program?.Comparison;

        Assert.Equal(expected, FormattableString.Invariant($"{comparison?.Variable} {comparison?.Sign} {comparison?.Number}"));
    }

    [Theory]
    [InlineData("measure > 5 && measure < 10")]
    [InlineData("measure > count")]
    [InlineData("source == 'a'")]
    [InlineData("measure + 1.0 > 5.0")]
    public void Anything_else_is_no_simple_comparison(string expression) =>
        Assert.Null(Reading.Scope.Compile(expression).Program?.Comparison);

    [Fact]
    public void Explanation_evaluates_every_leaf()
    {
        var program = Reading.Scope.Compile("value > 20.0 && (attributes.owner == 'x' || !online)").Program;

        var leaves = program?.Explain(new Reading { Value = 3.0 });

        Assert.NotNull(leaves);
        Assert.Equal(
            ["value > 20.0 = false (value = 3)", "attributes.owner == \"x\" = no such key: 'owner' (attributes.owner = no such key: 'owner')", "!online = false (online = true)"],
            leaves.Select(leaf => $"{leaf.Text} = {leaf.Value} ({string.Join(", ", leaf.Reads.Select(read => $"{read.Text} = {read.Value}"))})"));
    }
}
