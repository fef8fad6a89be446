using RiskEngine.Cel.Values;
using Xunit;

namespace RiskEngine.Cel.Tests;

public class CelProgramTests
{
    [Theory]
    [InlineData("value > 20.0 && attributes.location == \"indoor\"", true)]
    [InlineData("value > 20 && attributes.location == 'indoor'", true)]
    [InlineData("20 < value", true)]
    [InlineData("value >= 25.5 || online", true)]
    [InlineData("measure * 2.0 - 1.0 == 4.0", true)]
    [InlineData("measure == 2.5 && measure != 3", true)]
    [InlineData("count % 3 == 1 && count + 1 == 8", true)]
    [InlineData("source in ['gm-1', 'gm-2']", true)]
    [InlineData("source.startsWith('gm-') && source.matches('^gm-[0-9]+$')", true)]
    [InlineData("attributes.floor >= 3", true)]
    [InlineData("attributes['location'] == 'indoor' && 'location' in attributes", true)]
    [InlineData("has(attributes.location) && !has(attributes.owner)", true)]
    [InlineData("has(attributes.owner) ? attributes.owner == 'x' : true", true)]
    [InlineData("time.getHours('Europe/Rome') == 23", true)]
    [InlineData("time > timestamp('2026-01-01T00:00:00Z')", true)]
    [InlineData("attributes.tags.exists(t, t == 'b') && attributes.tags.all(t, t != source)", true)]
    [InlineData("(online ? measure : 0.0) > 2.0", true)]
    [InlineData("value == 'open'", false)]
    public void Condition_reads_the_context(string expression, bool expected)
    {
        var reading = new Reading
        {
            Value = 25.5,
            Measure = 2.5,
            Count = 7,
            Attributes = new()
            {
                ["location"] = CelValue.Of("indoor"),
                ["floor"] = CelValue.Of(3L),
                ["tags"] = CelValue.Of(new CelList([CelValue.Of("a"), CelValue.Of("b")])),
            },
        };

        Assert.True(Compile(expression).TryEvaluateBool(reading, out var value, out var error), error.Message);
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("attributes.location == 'indoor'", CelErrorCode.NoSuchKey)]
    [InlineData("attributes.owner == 'x'", CelErrorCode.NoSuchKey)]
    [InlineData("source == 'gm-1'", CelErrorCode.NoSuchKey)]
    [InlineData("value > 20.0", CelErrorCode.NoSuchOverload)]
    [InlineData("10 / count > 1", CelErrorCode.DivisionByZero)]
    [InlineData("count - 9223372036854775807 - 9 > 1", CelErrorCode.Overflow)]
    [InlineData("attributes.owner == 'x' || measure > 5.0", CelErrorCode.NoSuchKey)]
    public void Runtime_error_is_a_value(string expression, CelErrorCode expected)
    {
        var reading = new Reading { Value = "open", Source = null };

        Assert.False(Compile(expression).TryEvaluateBool(reading, out var value, out var error));
        Assert.False(value);
        Assert.Equal(expected, error.Code);
    }

    [Theory]
    [InlineData("attributes.owner == 'x' || measure < 5.0", true)]
    [InlineData("measure < 5.0 || attributes.owner == 'x'", true)]
    [InlineData("10 / count > 1 && measure > 5.0", false)]
    [InlineData("attributes.a == 1 && attributes.b == 2 && online == false", false)]
    public void Deciding_operand_wins_over_errors(string expression, bool expected)
    {
        Assert.True(Compile(expression).TryEvaluateBool(new Reading(), out var value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void Measure_takes_any_number()
    {
        Assert.True(Compile("count + 1", CelOptions.Measure).TryEvaluateDouble(new Reading { Count = 41 }, out var value));
        Assert.Equal(42.0, value);
        Assert.False(Compile("value", CelOptions.Measure).TryEvaluateDouble(new Reading { Value = "open" }, out _, out var error));
        Assert.Equal(CelErrorCode.WrongResultType, error.Code);
    }

    [Theory]
    [InlineData(">= 5", 5, true)]
    [InlineData("< 4", 5, false)]
    [InlineData(">= 5 && < 10", 10, false)]
    [InlineData("in [1.0, 5.0]", 5, true)]
    [InlineData("measure > 4", 5, true)]
    public void Comparison_without_left_side_is_about_the_subject(string expression, double measure, bool expected)
    {
        var program = Compile(expression, new CelOptions { ResultType = CelType.Bool, Subject = "measure" });

        Assert.True(program.TryEvaluateBool(new Reading { Measure = measure }, out var value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void References_name_what_is_read()
    {
        var program = Compile("value > 3.0 && has(attributes.room) && attributes['location'] == source && [1].all(count, count > 0)");

        Assert.Equal(["attributes.location", "attributes.room", "source", "value"], program.References.Where(name => name != "attributes"));
    }

    [Fact]
    public void Condition_without_variables_is_constant()
    {
        Assert.True(Compile("duration('5m') > duration('1m')").Constant is { Kind: CelKind.Bool } value && value.AsBool());
        Assert.Null(Compile("count > 3").Constant);
    }

    private static CelProgram<Reading> Compile(string expression, CelOptions? options = null)
    {
        var compilation = Reading.Scope.Compile(expression, options ?? CelOptions.Condition);
        Assert.True(compilation.Succeeded, string.Join('\n', compilation.Diagnostics));
        return compilation.Program;
    }
}
