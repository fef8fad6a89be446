using System.Globalization;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Linting;

/// <summary>Clear conditions that suit the grades of a rule, for remedies.</summary>
internal static class ClearAdvice
{
    /// <summary>How far beyond the lowest grade an alert is over, as a share of that number.</summary>
    private const double Distance = 0.2;

    /// <summary>A condition some way beyond the lowest grade; null where the grades are no plain comparisons.</summary>
    public static string? WithDistance(ReadRule read)
    {
        if (Free(read) is not { Parts: [var part] } || Edges(part, read) is not (var low, var high)) return null;
        if (low is not null && high is not null) return At(part, read);
        var edge = low ?? high ?? 0;
        var away = edge + (Math.Abs(edge) * Distance * (low is null ? -1 : 1));
        var rounded = edge == Math.Floor(edge) && Math.Abs(edge) >= 2 ? (low is null ? Math.Floor(away) : Math.Ceiling(away))
            : double.Parse(away.ToString("G2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var comparison = low is null ? Comparison.Less : Comparison.Greater;
        var fits = NumberSet.Of(comparison, rounded);
        return rounded == edge || fits.Intersect(read.Detection.Range).IsEmpty || !fits.Intersect(read.Detection.Range).Except(NumberSet.Of(part)).IsEmpty
            || (read.Detection.Range.Bounds is { Low: 0 } && edge is 1)
            ? At(part, read)
            : $"{(low is null ? "<" : ">")} {Numbers.Write(rounded)}";
    }

    /// <summary>A condition that holds exactly where no grade does; null where no short form says so.</summary>
    public static string? Exact(ReadRule read) => Free(read) is { Parts: [var part] } ? At(part, read) : null;

    /// <summary>The first part of a contradiction that ends the alert by itself; null where none does.</summary>
    public static string? PartOf(string condition, ReadRule read)
    {
        foreach (var part in condition.Split("&&", StringSplitOptions.TrimEntries))
        {
            if (Comparisons.Leading(part) is not { } sign || !Numbers.TryParse(part.AsSpan(sign.Sign.Length), out var number)) return null;
            var holds = NumberSet.Of(sign.Comparison, number).Intersect(read.Detection.Range);
            if (!holds.IsEmpty && Free(read) is { } free && holds.Except(free).IsEmpty) return part;
        }

        return null;
    }

    /// <summary>The numbers that the measure takes and no grade holds for; null where only an evaluation can tell.</summary>
    private static NumberSet? Free(ReadRule read)
    {
        var taken = NumberSet.Of();
        foreach (var condition in read.Grades.Values)
        {
            if (condition.Holds is not { } holds) return null;
            taken = taken.Union(holds);
        }

        return read.Detection.Range.Except(taken);
    }

    /// <summary>The ends of a stretch that are not those of the measure itself; null where there is none.</summary>
    private static (double? Low, double? High)? Edges(Interval part, ReadRule read)
    {
        if (read.Detection.Range.Bounds is not var (least, most)) return null;
        double? low = part.Low > least ? part.Low : null;
        double? high = part.High < most ? part.High : null;
        return low is null && high is null ? null : (low, high);
    }

    private static string? At(Interval part, ReadRule read)
    {
        if (Edges(part, read) is not (var low, var high)) return null;
        var above = low is { } from ? $"{(part.LowIn ? ">=" : ">")} {Numbers.Write(from)}" : null;
        var below = high is { } to ? $"{(part.HighIn ? "<=" : "<")} {Numbers.Write(to)}" : null;
        return above is null ? below : below is null ? above : $"{above} && {below}";
    }
}
