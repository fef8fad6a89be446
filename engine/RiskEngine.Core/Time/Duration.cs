using System.Globalization;

namespace RiskEngine.Core.Time;

/// <summary>Durations as people write them: <c>500ms</c>, <c>2s</c>, <c>5m</c>, <c>1h</c>, <c>7d</c>, or <c>00:00:02</c>.</summary>
public static class Duration
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)];

    /// <summary>Reads a duration.</summary>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out TimeSpan value)
    {
        foreach (var (suffix, seconds) in Units)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal)) continue;
            if (!double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) continue;
            value = TimeSpan.FromSeconds(number * seconds);
            return true;
        }

        value = default;
        return text.Contains(':') && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Writes one in the largest unit that needs no fraction, e.g. <c>90s</c>, <c>7d</c>.</summary>
    /// <param name="value">Whole milliseconds.</param>
    public static string Write(TimeSpan value)
    {
        if (value == TimeSpan.Zero) return "0s";
        var (suffix, seconds) = Units.Last(unit => Math.Round(value.TotalMilliseconds) % Math.Round(unit.Seconds * 1000) == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value.TotalSeconds / seconds)}{suffix}");
    }
}
