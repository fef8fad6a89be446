using System.Globalization;
using RiskEngine.Core.Time;
using static System.FormattableString;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>Numbers, times and spans as the reports show them.</summary>
internal static class Wording
{
    /// <summary>A count with thousands separated.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A rate a day; a dash where there is none.</summary>
    public static string Rate(double? perDay) => perDay is not { } rate ? "-" : rate.ToString(rate < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>A measured number.</summary>
    public static string Number(double value) => double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "unknown";

    /// <summary>A measured number that is compared with one so far away: with all its digits where fewer would make them look alike.</summary>
    public static string Number(double value, double distance) =>
        Math.Abs(distance) < Math.Abs(value) * 1e-5 ? value.ToString("R", CultureInfo.InvariantCulture) : Number(value);

    /// <summary>A time to the second, in UTC; a dash where there is none.</summary>
    public static string Time(EventTime? at) =>
        at is not { } time ? "-" : time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A length of time in its two largest units.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Two((long)span.TotalDays, "d", span.Hours, "h"),
        { TotalHours: >= 1 } => Two(span.Hours, "h", span.Minutes, "min"),
        { TotalMinutes: >= 1 } => Two(span.Minutes, "min", span.Seconds, "s"),
        _ => Invariant($"{span.TotalSeconds:0.###} s"),
    };

    private static string Two(long large, string unit, int small, string smallUnit) =>
        small == 0 ? Invariant($"{large} {unit}") : Invariant($"{large} {unit} {small} {smallUnit}");

    /// <summary>How long after the reference an alert came, or before it.</summary>
    public static string Delay(TimeSpan? delay) => delay switch
    {
        null => "-",
        { Ticks: < 0 } early => $"{Span(-early)} before",
        { Ticks: 0 } => "at once",
        { } late => $"{Span(late)} after",
    };

    /// <summary>A share of a window in percent; the whole of it where it is all.</summary>
    public static string Share(double part) => part >= 1 ? "all" : Invariant($"{Math.Floor(part * 1000) / 10:0.#} %");

    /// <summary>A share in percent.</summary>
    public static string Share(TimeSpan part, TimeSpan whole) =>
        whole <= TimeSpan.Zero ? "-" : (part / whole * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
