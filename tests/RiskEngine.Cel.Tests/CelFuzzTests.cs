using System.Diagnostics;
using System.Globalization;
using RiskEngine.Cel.Values;
using RiskEngine.Tests;
using Xunit;
using Xunit.Abstractions;

namespace RiskEngine.Cel.Tests;

public class CelFuzzTests(ITestOutputHelper output)
{
    private static readonly CelOptions Loose = new() { Strict = false };

    // RISKENGINE_TEST_EFFORT=25 and CEL_FUZZ_SEED=7 run more of it by hand.
    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [Fact]
    public void Mutated_expressions_never_throw_nor_hang()
    {
        var fuzzer = new ExpressionFuzzer(Setting("CEL_FUZZ_SEED", 1));
        var reading = new Reading { Value = 25.0, Measure = 2.5, Count = 3, Attributes = new() { ["location"] = CelValue.Of("indoor"), ["owner"] = CelValue.Of("a") } };
        var (valid, slowest, slowestText) = (0, TimeSpan.Zero, "");
        for (var left = Effort.Of(40_000); left > 0; left--)
        {
            var text = fuzzer.Next();
            var started = Stopwatch.GetTimestamp();
            try
            {
                valid += Try(text, reading) ? 1 : 0;
            }
            catch (Exception failure) when (failure is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{failure.GetType().Name} on: {text}\n{failure.StackTrace}");
            }
            var spent = Stopwatch.GetElapsedTime(started);
            // A busy machine can hold up anything once; what is slow by itself is slow each time.
            for (var again = 0; again < 5 && spent > slowest && spent > TimeSpan.FromMilliseconds(100); again++)
                spent = Fastest(spent, text, reading);
            if (spent > slowest)
                (slowest, slowestText) = (spent, text);
        }
        output.WriteLine($"{valid} were valid; the slowest took {slowest.TotalMilliseconds:0.0} ms: {slowestText}");
        Assert.True(valid > 1_000, $"only {valid} were valid: the fuzzer has lost its way");
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"{slowest} for: {slowestText}");
    }

    private static TimeSpan Fastest(TimeSpan before, string text, Reading reading)
    {
        var started = Stopwatch.GetTimestamp();
        Try(text, reading);
        var spent = Stopwatch.GetElapsedTime(started);
        return spent < before ? spent : before;
    }

    private static bool Try(string text, Reading reading)
    {
        var strict = Reading.Scope.Compile(text, CelOptions.Default);
        foreach (var diagnostic in strict.Diagnostics)
        {
            Assert.NotEmpty(diagnostic.Message);
            Assert.DoesNotContain("Exception", diagnostic.ToString(), StringComparison.Ordinal);
            Assert.InRange(diagnostic.Position.Offset, 0, text.Length);
        }
        if (strict.Succeeded)
            strict.Program.TryEvaluateBool(reading, out _);
        var loose = Reading.Scope.Compile(text, Loose);
        if (!loose.Succeeded)
            return false;
        var value = loose.Program.Evaluate(reading);
        _ = value.ToString();
        RoundTrip(text, loose.Program, reading, value);
        return true;
    }

    // The canonical text is an expression with the same meaning and the same canonical text.
    private static void RoundTrip(string text, CelProgram<Reading> program, Reading reading, CelValue value)
    {
        var again = Reading.Scope.Compile(program.Normalised, Loose);
        Assert.True(again.Succeeded, $"{text}\nprints as\n{program.Normalised}\n{string.Join('\n', again.Diagnostics)}");
        Assert.Equal(program.Normalised, again.Program.Normalised);
        var repeated = again.Program.Evaluate(reading);
        Assert.True(repeated.Kind == value.Kind && repeated.ToString() == value.ToString(), $"{text} gives {value}, and {program.Normalised} gives {repeated}");
    }
}
