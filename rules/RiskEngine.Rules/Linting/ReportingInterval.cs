using RiskEngine.Rules.Cases;

namespace RiskEngine.Rules.Linting;

/// <summary>How often sources report in the tests of a rule.</summary>
internal static class ReportingInterval
{
    /// <summary>The shortest distance in any series of several values; null where there is no such series.</summary>
    public static TimeSpan? Of(IReadOnlyList<RuleTestCase> tests)
    {
        TimeSpan? shortest = null;
        foreach (var series in tests.SelectMany(test => test.Series))
        {
            if (series.Values.Count > 1 && !(shortest <= series.Values.Every)) shortest = series.Values.Every;
        }

        return shortest;
    }
}
