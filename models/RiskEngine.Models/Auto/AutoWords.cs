using System.Globalization;
using RiskEngine.Core.Scoring;

namespace RiskEngine.Models.Auto;

/// <summary>Says in plain words why <c>auto</c> scored as it did.</summary>
internal static class AutoWords
{
    private static readonly string[] Names =
        ["season", "range", "step", "short-path", "short-at-hour", "long-path", "long-level", "unrest-at-hour", "unrest-in-week"];

    public readonly record struct Facts(
        double Value, double Change, double Low, double High, int Hour, double ShortMean, double LongMean, double Lowest, double Highest);

    public static IReadOnlyList<ScoreShare> Of(Evidence evidence, Facts facts)
    {
        var sum = evidence.Sum();
        if (!(sum > 0)) return [];
        return Enumerable.Range(0, Names.Length)
            .Where(part => evidence[part] > 0)
            .OrderByDescending(part => evidence[part])
            .Select(part => new ScoreShare(Names[part], evidence[part] / sum, Words((AutoPart)part, facts)))
            .ToArray();
    }

    private static string Words(AutoPart part, Facts facts) => part switch
    {
        AutoPart.Season => $"{Text(facts.Value)}, usually {Text(facts.Low)} to {Text(facts.High)} at this time",
        AutoPart.Range => $"{Text(facts.Value)}, never seen; so far {Text(facts.Lowest)} to {Text(facts.Highest)}",
        AutoPart.Step => $"a change of {Text(facts.Change)} from one reading to the next, unlike any before",
        AutoPart.ShortPath => $"the short-term mean came to {Text(facts.ShortMean)} in a way not seen before",
        AutoPart.ShortAtHour => $"a short-term mean of {Text(facts.ShortMean)}, not seen before at {facts.Hour}h UTC",
        AutoPart.LongPath => $"the long-term mean came to {Text(facts.LongMean)} in a way not seen before",
        AutoPart.LongLevel => $"a long-term mean of {Text(facts.LongMean)}, not seen before",
        AutoPart.UnrestAtHour => $"more or less restless than ever at {facts.Hour}h UTC",
        _ => "more or less restless than ever in this part of the week",
    };

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
