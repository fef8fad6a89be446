using RiskEngine.Cel;
using RiskEngine.Cel.Values;
using Xunit;

namespace RiskEngine.Cel.Tests;

public sealed class CelPathTests
{
    private static readonly CelScope<object> Scope = new CelScope<object>().NumbersAreDoubles()
        .Variable("a", CelType.Dyn, _ => CelValue.Null).Variable("b", CelType.Dyn, _ => CelValue.Null).Variable("a.c.d", CelType.Dyn, _ => CelValue.Null)
        .Pure("twice", CelType.Dyn, CelType.Dyn, value => CelValue.Of(value.AsDouble() * 2));

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a.x.y", "a.x.y")]
    [InlineData("a['x'].y", "a.x.y")]
    [InlineData("a.x[0].y", "a.x")]
    [InlineData("a[b].y", "a b")]
    [InlineData("has(a.x.y) ? a.z : b", "a.x.y a.z b")]
    [InlineData("a.list.map(i, i.v + b.w)", "a.list b.w")]
    [InlineData("a.list.all(a, a.v > 1)", "a.list")]
    [InlineData("twice(a.x) + size([b.y, {'k': b.z}])", "a.x b.y b.z")]
    [InlineData("a.c.d.e", "a.c.d.e")]
    [InlineData("1 + 1", "")]
    public void Parts_of_variables_are_told_as_far_in_as_can_be(string expression, string expected)
    {
        var program = Scope.Compile(expression).Program;
        Assert.NotNull(program);
        Assert.Equal(expected, string.Join(' ', program.Paths.Select(path => string.Join('.', [path.Variable, .. path.Fields])).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("7 / 2", 3)]
    [InlineData("a / 2", 1.5)]
    [InlineData("2 * a + 1", 7)]
    [InlineData("twice(a) - 1", 5)]
    [InlineData("size('abc') / 2", 1)]
    public void Whole_numbers_beside_data_are_doubles_where_the_scope_says_so(string expression, double expected)
    {
        var scope = new CelScope<object>().NumbersAreDoubles().Variable("a", CelType.Dyn, _ => CelValue.Of(3.0))
            .Pure("twice", CelType.Dyn, CelType.Dyn, value => CelValue.Of(value.AsDouble() * 2));
        Assert.True(scope.Compile(expression).Program!.TryEvaluateDouble(new object(), out var value, out _));
        Assert.Equal(expected, value);
    }
}
