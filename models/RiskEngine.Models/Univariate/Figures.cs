using System.Globalization;

namespace RiskEngine.Models.Univariate;

/// <summary>Numbers and durations as a dispatcher reads them.</summary>
internal static class Figures
{
    /// <summary>A number in four figures: <c>41.25</c>.</summary>
    public static string Of(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A duration in its largest fitting unit: <c>3 h</c>.</summary>
    /// <param name="micros">The duration in microseconds.</param>
    public static string OfMicros(double micros)
    {
        var seconds = Math.Max(0, micros / 1e6);
        return seconds switch
        {
            < 90 => Of(Math.Round(seconds)) + " s",
            < 5400 => Of(Math.Round(seconds / 60)) + " min",
            < 172_800 => Of(Math.Round(seconds / 360) / 10) + " h",
            _ => Of(Math.Round(seconds / 8640) / 10) + " days",
        };
    }
}
