using System.Globalization;

namespace RiskEngine.Cli.Tests.Integration.Torture;

/// <summary>How many runs each kind of trouble gets, and where their results go.</summary>
/// <remarks>
/// <c>RISKENGINE_TEST_TORTURE</c> tells how many times an engine is killed; Redis and broker get a fourth of that, rebalances a tenth. Without it a few runs of
/// each. <c>RISKENGINE_TEST_TORTURE_SEED</c> is the first seed (1), for moments that were not tried before. <c>RISKENGINE_TEST_TORTURE_REPORT</c> names a file
/// that gets one line a run: kind, seed, records repeated, engines started, seconds, all separated by blanks.
/// </remarks>
internal static class TortureRuns
{
    private static readonly Lock Writing = new();
    private static readonly int? Wanted = Number("RISKENGINE_TEST_TORTURE");
    private static readonly int First = Number("RISKENGINE_TEST_TORTURE_SEED") ?? 1;
    private static readonly string? Report = Environment.GetEnvironmentVariable("RISKENGINE_TEST_TORTURE_REPORT");

    /// <summary>Seeds of one kind.</summary>
    /// <param name="share">Runs of this kind are the wanted number divided by this.</param>
    /// <param name="few">Runs where no number is wanted.</param>
    public static TheoryData<int> Seeds(int share, int few) => [.. Enumerable.Range(First, Wanted is { } wanted ? (wanted + share - 1) / share : few)];

    /// <summary>Notes a run that came out golden.</summary>
    public static void Passed(string kind, int seed, int repeated, int engines, TimeSpan took)
    {
        if (Report is null) return;
        var line = string.Create(CultureInfo.InvariantCulture, $"{kind} {seed} {repeated} {engines} {took.TotalSeconds:0.0}{Environment.NewLine}");
        lock (Writing) File.AppendAllText(Report, line);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
