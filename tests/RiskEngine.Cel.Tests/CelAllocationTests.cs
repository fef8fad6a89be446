using RiskEngine.Cel.Values;
using RiskEngine.Tests;
using Xunit;

namespace RiskEngine.Cel.Tests;

public class CelAllocationTests
{
    [Theory]
    [InlineData("value > 20.0 && attributes.location == 'indoor'")]
    [InlineData("value >= 20 || source.startsWith('x') || source.contains('m')")]
    [InlineData("measure * 1.8 + 32.0 > 10.0 && -measure < 0.0")]
    [InlineData("count % 7 == 3 && count + 1 > 2 && count in [1, 3, 5]")]
    [InlineData("source in ['a', 'b', 'gm-1'] && attributes.location in ['indoor', 'roof']")]
    [InlineData("has(attributes.location) && !has(attributes.owner)")]
    [InlineData("attributes.owner == 'x' || count / (count - 3) > 1 || online")]
    [InlineData("time.getHours('Europe/Rome') >= 22 || time.getHours('+02:00') < 6 || online")]
    [InlineData("source.matches('^gm-[0-9]+$')")]
    [InlineData("(online ? measure : 1.0) > math.abs(-0.5) && value * 2.0 > 5.0")]
    public void Condition_allocates_nothing_in_steady_state(string expression)
    {
        var program = Reading.Scope.Compile(expression, CelOptions.Condition).Program;
        Assert.NotNull(program);
        // The boxed number inside Value is made here, once.
        var reading = new Reading { Value = 25.0, Measure = 3.0, Count = 3, Attributes = new() { ["location"] = CelValue.Of("indoor") } };
        var held = 0;
        Evaluate();
        Assert.Equal(0, SteadyState.LeastBytes(Evaluate));
        Assert.Equal(1_000, held);

        void Evaluate()
        {
            held = 0;
            for (var i = 0; i < 1_000; i++) held += program.TryEvaluateBool(reading, out var value) && value ? 1 : 0;
        }
    }
}
