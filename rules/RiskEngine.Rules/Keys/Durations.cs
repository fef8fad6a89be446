using System.Globalization;

namespace RiskEngine.Rules.Keys;

/// <summary>Durations as authors write them: <c>500ms</c>, <c>10s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, <c>1.5h</c>.</summary>
public static class Durations
{
    /// <summary>What the JSON Schema says of them.</summary>
    internal const string Pattern = @"^(\d+(\.\d+)?(ms|s|m|h|d))+$";

    /// <summary>Longer ones are taken for a slip of the hand.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
        ("ms", TimeSpan.TicksPerMillisecond),
    ];

    /// <summary>Reads a duration: numbers with units, the larger unit first, each at most once.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan duration)
    {
        duration = default;
        var rest = text.Trim();
        if (rest.IsEmpty) return false;
        decimal ticks = 0;
        var next = 0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits is <= 0 or > 12) return false;
            if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
            rest = rest[digits..];
            var end = rest.IndexOfAny("0123456789.");
            var unit = end < 0 ? rest : rest[..end];
            var index = IndexOf(unit);
            if (index < next) return false;
            next = index + 1;
            ticks += number * Units[index].Ticks;
            rest = end < 0 ? default : rest[end..];
        }

        if (ticks > long.MaxValue / 4) return false;
        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>As an author would write it, in the fewest units.</summary>
    public static string Write(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var text = duration < TimeSpan.Zero ? "-" : "";
        var left = Math.Abs(duration.Ticks);
        foreach (var (unit, size) in Units)
        {
            var whole = unit == "ms" ? left / (decimal)size : left / size;
            if (whole <= 0) continue;
            text += whole.ToString("0.####", CultureInfo.InvariantCulture) + unit;
            left %= size;
        }

        return text;
    }

    /// <summary>A bare number with the units that it may have, as a remedy: only the author knows which one is meant.</summary>
    internal static string WithUnits(string number)
    {
        var written = number.Trim().TrimStart('+', '-');
        return $"{written}s for seconds, {written}m for minutes or {written}h for hours";
    }

    /// <summary>What the author probably meant: <c>5 minuts</c> gives <c>5m</c>; null where it cannot be told.</summary>
    internal static string? Guess(string text)
    {
        var words = text.Trim().ToLowerInvariant();
        var digits = words.AsSpan().IndexOfAnyExcept("0123456789.");
        if (digits < 0) return words.Length is > 0 and < 9 ? words + "s" : null;
        if (digits == 0) return null;
        var number = words[..digits];
        var unit = words[digits..].Trim();
        var guess = unit switch
        {
            _ when unit.StartsWith("ms", StringComparison.Ordinal) || unit.StartsWith("milli", StringComparison.Ordinal) => number + "ms",
            _ when unit.StartsWith('s') => number + "s",
            _ when unit.StartsWith("mo", StringComparison.Ordinal) => null,
            _ when unit.StartsWith('m') => number + "m",
            _ when unit.StartsWith('h') => number + "h",
            _ when unit.StartsWith('d') => number + "d",
            _ when unit.StartsWith('w') && int.TryParse(number, CultureInfo.InvariantCulture, out var weeks) && weeks < 60 => $"{weeks * 7}d",
            _ => null,
        };
        return guess is not null && TryParse(guess, out _) ? guess : null;
    }

    private static int IndexOf(ReadOnlySpan<char> unit)
    {
        for (var i = 0; i < Units.Length; i++)
        {
            if (unit.SequenceEqual(Units[i].Unit)) return i;
        }

        return -1;
    }
}
