namespace RiskEngine.Workbench.Backtesting;

/// <summary>Which series a timeline shows.</summary>
internal static class SeriesSelection
{
    private const int MostRules = 60;
    private const int MostKeys = 12;
    private const int AllSlices = 400_000;
    private const int FewestSlices = 600;
    private const int MostSlices = 6_000;

    /// <summary>Empty series for the rules with most alerts, then for the others that measured anything, and in each for its most interesting keys.</summary>
    public static IReadOnlyList<MeasureSeries> Of(AlertHistory history, MeasureSurvey survey, RecordedSpan recorded)
    {
        var chosen = history.Rules
            .OrderByDescending(tally => tally.Alerts).ThenBy(tally => tally.Rule.Id, StringComparer.Ordinal)
            .Select(tally => (tally.Rule, Keys: survey.Choose(tally, MostKeys)))
            .Where(rule => rule.Keys.Count > 0)
            .Take(MostRules)
            .SelectMany(rule => rule.Keys.Select(key => (rule.Rule, Key: key)))
            .ToList();
        var slices = Math.Clamp(AllSlices / Math.Max(1, chosen.Count), FewestSlices, MostSlices);
        return [.. chosen.Select(one => new MeasureSeries(one.Rule, one.Key, recorded, slices))];
    }
}
