using System.Diagnostics;
using RiskEngine.Cel.Diagnostics;
using RiskEngine.Cel.Values;
using Xunit;

namespace RiskEngine.Cel.Tests;

/// <summary>Nothing that an author writes crashes or stalls.</summary>
public class CelBoundsTests
{
    public static TheoryData<string> Deep => new()
    {
        new string('(', 10_000) + "1" + new string(')', 10_000),
        new string('[', 10_000) + new string(']', 10_000),
        string.Concat(Enumerable.Repeat("{1:", 4_000)) + "1" + new string('}', 4_000),
        new string('!', 15_000) + "true",
        new string('-', 15_000) + "1",
        "1" + string.Concat(Enumerable.Repeat(" + 1", 4_000)),
        "a" + string.Concat(Enumerable.Repeat(".a", 7_000)),
        "a" + string.Concat(Enumerable.Repeat("[0]", 5_000)),
        string.Concat(Enumerable.Repeat("true?", 3_000)) + "1" + string.Concat(Enumerable.Repeat(":1", 3_000)),
        string.Concat(Enumerable.Repeat("true?1:", 2_000)) + "1",
        string.Concat(Enumerable.Repeat("size(", 3_000)) + "1" + new string(')', 3_000),
        string.Concat(Enumerable.Repeat("[1].map(x,", 1_500)) + "1" + new string(')', 1_500),
        new string('x', 20_000),
    };

    [Theory]
    [MemberData(nameof(Deep))]
    public void Too_deep_or_long_is_a_diagnostic(string expression)
    {
        var diagnostic = new CelScope<int>().Compile(expression, new CelOptions { Strict = false }).Diagnostics[0];

        Assert.Equal(CelDiagnosticKind.TooComplex, diagnostic.Kind);
    }

    [Fact]
    public void Long_chains_of_conditions_are_fine()
    {
        var expression = string.Join(" || ", Enumerable.Range(0, 1_000).Select(i => $"x == {i}"));
        var program = new CelScope<long>().Int("x", x => x).Compile(expression).Program;

        Assert.NotNull(program);
        Assert.True(program.TryEvaluateBool(999, out var value) && value);
    }

    [Theory]
    [InlineData("l.all(a, l.all(b, l.all(c, a + b + c > 0)))")]
    [InlineData("l.map(a, l.map(b, l.filter(c, c > a))).size() > 0")]
    public void Nested_macros_over_variables_cost_too_much(string expression)
    {
        var scope = new CelScope<int>().Variable("l", CelType.List(CelType.Int), _ => CelValue.Of(CelList.Empty));

        var diagnostic = Assert.Single(scope.Compile(expression).Diagnostics);
        Assert.Equal(CelDiagnosticKind.TooComplex, diagnostic.Kind);
    }

    [Theory]
    // Exponential in time
    [InlineData("[0,1].all(a,[0,1].all(b,[0,1].all(c,[0,1].all(d,[0,1].all(e,[0,1].all(f,[0,1].all(g,[0,1].all(h,[0,1].all(i,[0,1].all(j,"
        + "[0,1].all(k,[0,1].all(l,[0,1].all(m,[0,1].all(n,[0,1].all(o,[0,1].all(p,[0,1].all(q,[0,1].all(r,[0,1].all(s,[0,1].all(t,1/n0>0))))))))))))))))))))")]
    [InlineData("l.all(a, l.all(b, l.all(c, a + b + c > -1)))")]
    // Exponential in space
    [InlineData("['ab'].map(x,[x+x,x+x])"
        + ".map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x])"
        + ".map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]).map(x,[x,x]) == [l]")]
    [InlineData("[s].map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x)"
        + ".map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x).map(x,x+x)[0].contains('z')")]
    [InlineData("l.map(a, s.replace('a', s)).map(a, a.replace('a', s)).size() > 0")]
    [InlineData("l.all(a, l.all(b, !s.matches('(a|aa)*b' + string(a))))")]
    [InlineData("l.all(a, '%s'.format([l.map(b, l)]).size() > 0)")]
    public void Runaway_evaluation_ends_with_an_error(string expression)
    {
        var numbers = CelValue.Of(new CelList([.. Enumerable.Range(0, 1000).Select(i => CelValue.Of((long)i))]));
        var text = CelValue.Of(new string('a', 1000));
        var scope = new CelScope<int>()
            .Variable("l", CelType.Dyn, _ => numbers)
            .Variable("s", CelType.Dyn, _ => text)
            .Variable("n0", CelType.Dyn, _ => CelValue.Of(0L));
        var compilation = scope.Compile(expression, new CelOptions { Strict = false, CostLimit = double.MaxValue });
        Assert.True(compilation.Succeeded, string.Join('\n', compilation.Diagnostics));

        var started = Stopwatch.GetTimestamp();
        var value = compilation.Program.Evaluate(0);
        var spent = Stopwatch.GetElapsedTime(started);

        Assert.True(value.IsError, "it ended with a value");
        Assert.True(value.AsError().Code is CelErrorCode.BudgetExhausted or CelErrorCode.TooLarge, value.ToString());
        // Generous, for a machine that is busy with other tests; without the bound these take minutes.
        Assert.True(spent < TimeSpan.FromSeconds(5), $"took {spent}");
    }
}
