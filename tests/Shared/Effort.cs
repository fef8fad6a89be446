using System.Globalization;

namespace RiskEngine.Tests;

/// <summary>How much of what is random or exhaustive a run of the tests plays: everyday runs take minutes, longer ones are asked for.</summary>
internal static class Effort
{
    private const string Variable = "RISKENGINE_TEST_EFFORT";

    /// <summary>How many times the everyday effort is made; <c>RISKENGINE_TEST_EFFORT</c>, 1 unless given.</summary>
    public static int Times { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text ? Parse(text) : 1;

    /// <summary>How many cases a test plays whose everyday number is given.</summary>
    public static int Of(int everyday) => checked(everyday * Times);

    private static int Parse(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times is >= 1 and <= 10_000
        ? times
        : throw new InvalidOperationException($"{Variable} is '{text}'; write a whole number from 1 to 10000");
}
