using RiskEngine.Cel.Declarations;
using RiskEngine.Cel.Diagnostics;
using Xunit;

namespace RiskEngine.Cel.Tests;

/// <summary>What an author reads: place, fault and remedy.</summary>
public class CelDiagnosticTests
{
    [Theory]
    // Syntax
    [InlineData("", CelDiagnosticKind.Syntax, "1:1", "write a condition")]
    [InlineData("measure >", CelDiagnosticKind.Syntax, "1:10", "finish the expression")]
    [InlineData("measure > 3 and online", CelDiagnosticKind.Syntax, "1:13", "write && for 'and'")]
    [InlineData("measure = 3", CelDiagnosticKind.Syntax, "1:9", "write ==")]
    [InlineData("online & online", CelDiagnosticKind.Syntax, "1:8", "write &&")]
    [InlineData("measure ≥ 3", CelDiagnosticKind.Syntax, "1:9", "write >=")]
    [InlineData("(measure > 3", CelDiagnosticKind.Syntax, "1:13", "close the '('")]
    [InlineData("measure > 3)", CelDiagnosticKind.Syntax, "1:12", "remove it")]
    [InlineData("source == 'gm", CelDiagnosticKind.Syntax, "1:11", "add the missing '")]
    [InlineData("source == “gm”", CelDiagnosticKind.Syntax, "1:11", "straight quotes")]
    [InlineData("source == 'a\\d'", CelDiagnosticKind.Syntax, "1:13", "put r before the quotes")]
    [InlineData("time > 5m", CelDiagnosticKind.Syntax, "1:8", "duration('5m')")]
    [InlineData("count > 99999999999999999999", CelDiagnosticKind.Syntax, "1:9", "1e20")]
    [InlineData("online &&\n  source == 'x' 'y'", CelDiagnosticKind.Syntax, "2:17", "put an operator")]
    [InlineData("[1, 2", CelDiagnosticKind.Syntax, "1:6", "close the bracket")]
    [InlineData("{'a' 1}", CelDiagnosticKind.Syntax, "1:6", "{'key': value}")]
    [InlineData("has(source)", CelDiagnosticKind.Syntax, "1:5", "has(attributes.location)")]
    [InlineData("[1].all(1, true)", CelDiagnosticKind.Syntax, "1:9", "list.all(x, x > 0)")]
    [InlineData("Point{x: 1}.x == 1", CelDiagnosticKind.Syntax, "1:6", "use a map")]
    [InlineData("for == 1", CelDiagnosticKind.Syntax, "1:1", "use another name")]
    [InlineData("online ? 1", CelDiagnosticKind.Syntax, "1:11", "condition ? one value : another")]
    [InlineData("measure => 3", CelDiagnosticKind.Syntax, "1:9", "write >=")]
    [InlineData("measure <> 3", CelDiagnosticKind.Syntax, "1:9", "write !=")]
    [InlineData("measure is not 3", CelDiagnosticKind.Syntax, "1:9", "write !=")]
    [InlineData("measure > 3 OR online", CelDiagnosticKind.Syntax, "1:13", "write ||")]
    [InlineData("not online", CelDiagnosticKind.Syntax, "1:1", "write !online")]
    [InlineData("not measure > 3", CelDiagnosticKind.Syntax, "1:1", "write !(measure > 3)")]
    [InlineData("source like 'gm-%'", CelDiagnosticKind.Syntax, "1:8", "source.startsWith('gm-')")]
    [InlineData("source like '%gm%'", CelDiagnosticKind.Syntax, "1:8", "source.contains('gm')")]
    [InlineData("measure between 1 and 2", CelDiagnosticKind.Syntax, "1:9", "measure >= 1 && measure <= 2")]
    [InlineData("source in ('a', 'b')", CelDiagnosticKind.Syntax, "1:11", "write ['a', 'b']")]
    [InlineData("source not in ['a', 'b']", CelDiagnosticKind.Syntax, "1:8", "write !(source in ['a', 'b'])")]
    [InlineData("measure > 0,5", CelDiagnosticKind.Syntax, "1:12", "write 0.5")]
    [InlineData("attributes.位置 == 'a'", CelDiagnosticKind.Syntax, "1:12", "['位置']")]
    [InlineData("measure\u00A0> 3", CelDiagnosticKind.Syntax, "1:8", "type a blank")]
    [InlineData("measure ＞ 3", CelDiagnosticKind.Syntax, "1:9", "write >")]
    // Names and functions
    [InlineData("event.value > 3.0", CelDiagnosticKind.UnknownName, "1:1", "write value alone")]
    [InlineData("room == 'b3'", CelDiagnosticKind.UnknownName, "1:1", "write attributes.room")]
    [InlineData("source == hall.b3", CelDiagnosticKind.UnknownName, "1:11", "write 'hall.b3' in quotes")]
    [InlineData("attributes.door-room == 'b3'", CelDiagnosticKind.UnknownName, "1:1", "attributes['door-room']")]
    [InlineData("attributes.a-b-c == 'b3'", CelDiagnosticKind.UnknownName, "1:1", "attributes['a-b-c']")]
    [InlineData("mesure > 3", CelDiagnosticKind.UnknownName, "1:1", "did you mean 'measure'?")]
    [InlineData("source == indoor", CelDiagnosticKind.UnknownName, "1:11", "'indoor'")]
    [InlineData("locaton == 'indoor'", CelDiagnosticKind.UnknownName, "1:1", "'attributes.location'")]
    [InlineData("source.startWith('a')", CelDiagnosticKind.UnknownFunction, "1:8", "did you mean 'startsWith'?")]
    [InlineData("abs(measure) > 1.0", CelDiagnosticKind.UnknownFunction, "1:1", "math.abs")]
    [InlineData("math.sqroot(measure) > 1.0", CelDiagnosticKind.UnknownFunction, "1:6", "'math.sqrt'")]
    [InlineData("contains(source, 'a')", CelDiagnosticKind.UnknownFunction, "1:1", "x.contains")]
    [InlineData("source.contains('a', 'b')", CelDiagnosticKind.UnknownFunction, "1:8", "")]
    // Types
    [InlineData("source == 5", CelDiagnosticKind.TypeMismatch, "1:8", "'5' in quotes")]
    [InlineData("measure > '5'", CelDiagnosticKind.TypeMismatch, "1:9", "5 without quotes")]
    [InlineData("value == '10'", CelDiagnosticKind.TypeMismatch, "1:7", "write 10 without quotes")]
    [InlineData("value > '10'", CelDiagnosticKind.TypeMismatch, "1:7", "write 10 without quotes")]
    [InlineData("attributes.level > '10'", CelDiagnosticKind.TypeMismatch, "1:18", "double(attributes.level)")]
    [InlineData("1 < measure < 3", CelDiagnosticKind.TypeMismatch, "1:13", "write 1 < measure && measure < 3")]
    [InlineData("time.hour > 22", CelDiagnosticKind.TypeMismatch, "1:6", "time.getHours(")]
    [InlineData("measure * 2 > 5.0", CelDiagnosticKind.TypeMismatch, "1:9", "write 2.0")]
    [InlineData("value * 2 > 5.0", CelDiagnosticKind.TypeMismatch, "1:7", "write 2.0")]
    [InlineData("online > 0", CelDiagnosticKind.TypeMismatch, "1:8", "")]
    [InlineData("source && online", CelDiagnosticKind.TypeMismatch, "1:1", "compare it")]
    [InlineData("!count", CelDiagnosticKind.TypeMismatch, "1:1", "== 0")]
    [InlineData("source == null", CelDiagnosticKind.TypeMismatch, "1:8", "has(")]
    [InlineData("time > '2026-01-01T00:00:00Z'", CelDiagnosticKind.TypeMismatch, "1:6", "timestamp('")]
    [InlineData("time - time > 30", CelDiagnosticKind.TypeMismatch, "1:13", "duration('30s')")]
    [InlineData("count in ['a', 'b']", CelDiagnosticKind.TypeMismatch, "1:7", "same type")]
    [InlineData("'a' in source", CelDiagnosticKind.TypeMismatch, "1:5", "contains")]
    [InlineData("source.size > 3", CelDiagnosticKind.TypeMismatch, "1:8", "")]
    [InlineData("source + 1 == 'a'", CelDiagnosticKind.TypeMismatch, "1:8", "string(...)")]
    [InlineData("attributes == {}", CelDiagnosticKind.TypeMismatch, "1:1", "attributes.name")]
    [InlineData("(online ? 1.0 : 'a') == 1.0", CelDiagnosticKind.TypeMismatch, "1:9", "same type")]
    [InlineData("measure", CelDiagnosticKind.WrongResultType, "1:1", "> 20.0")]
    // Constants that always fail
    [InlineData("time - time > duration('5 minuts')", CelDiagnosticKind.BadConstant, "1:15", "'5m'")]
    [InlineData("source.matches('[a')", CelDiagnosticKind.BadConstant, "1:16", "RE2")]
    [InlineData("count / 0 > 1", CelDiagnosticKind.BadConstant, "1:7", "something else")]
    [InlineData("time.getHours('Europe/Roma') > 1", CelDiagnosticKind.BadConstant, "1:15", "'Europe/Rome'")]
    public void Mistake_is_placed_and_has_a_remedy(string expression, CelDiagnosticKind kind, string position, string remedy)
    {
        var compilation = Reading.Scope.Compile(expression, CelOptions.Condition);

        Assert.False(compilation.Succeeded);
        var first = compilation.Diagnostics[0];
        Assert.Equal($"{kind} {position}", $"{first.Kind} {first.Position}");
        Assert.Contains(remedy, $"{first.Message}; {first.Remedy}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("value == 'open'")]
    [InlineData("attributes.floor_name == '10'")]
    [InlineData("attributes.level-value > 3.0")]
    [InlineData("(measure) in [1.0]")]
    [InlineData("source in (['a', 'b'])")]
    public void What_only_looks_like_a_mistake_is_none(string expression) =>
        Assert.Empty(Reading.Scope.Compile(expression, CelOptions.Condition).Diagnostics);

    [Fact]
    public void Several_mistakes_are_reported_at_once()
    {
        var compilation = Reading.Scope.Compile("mesure > 3 &&\nsource == 5 &&\n source.beginsWith('a') && duration('x') > duration('1s')");

        Assert.Equal(["1:1", "2:8", "3:9", "3:28"], compilation.Diagnostics.Select(diagnostic => diagnostic.Position.ToString()));
    }

    [Fact]
    public void Several_syntax_mistakes_are_reported_at_once()
    {
        var compilation = Reading.Scope.Compile("source = 'a' && measure ≥ 5 && (online ||)");

        Assert.Equal(["1:8", "1:25", "1:42"], compilation.Diagnostics.Select(diagnostic => diagnostic.Position.ToString()));
    }

    [Theory]
    [InlineData("location == 'indoor'")]
    [InlineData("attributes.lokation == 'indoor'")]
    public void Field_without_dynamic_access_must_exist(string expression)
    {
        var scope = new CelScope<int>().Object("attributes", new CelFields<int>().Text("location", _ => "indoor"));

        var diagnostic = Assert.Single(scope.Compile(expression).Diagnostics);
        Assert.Equal(CelDiagnosticKind.UnknownName, diagnostic.Kind);
        Assert.Contains("location", diagnostic.Remedy, StringComparison.Ordinal);
    }
}
