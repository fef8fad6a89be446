using System.Globalization;

namespace RiskEngine.Core.Checkpoints;

/// <summary>How parts of a task's state were named in segments of earlier formats.</summary>
internal static class EarlierNames
{
    private const int Moments = 5;
    private const int FirstTime = 7;
    private const int Increase = 9;
    private const string Totals = "r";

    /// <summary>All earlier names of a part whose state can be read.</summary>
    public static IEnumerable<string> Of(string id)
    {
        var format3 = InFormat3(id);
        if (format3 is not null) yield return format3;
        if (InFormat2(format3 ?? id) is { } format2) yield return format2;
    }

    /// <summary>The name in format 2, which did not tell which events a part is about; null where it had the same name or another form.</summary>
    private static string? InFormat2(string id)
    {
        var names = id.Split(':', 5);
        if (names is not ["absence" or "flatline" or "new" or "sliding", _, _, ..]) return null;
        return names.Length == 5 ? $"{names[0]}:{names[1]}:{names[2]}:{names[4]}" : $"{names[0]}:{names[1]}:{names[2]}";
    }

    /// <summary>The name in format 3 of windows over registers about which nothing is said, which kept first and last value and the increase between them; null
    /// where it had the same name or there was none.</summary>
    private static string? InFormat3(string id)
    {
        var start = id.LastIndexOf(':') + 1;
        var columns = id[start..].Split(',').ToList();
        if (!columns.Remove(Totals) || columns.Count <= Increase) return null;
        var next = 3 + columns.Take(Moments).Count(column => column != "-1");
        for (var column = Moments; column <= Increase; column++)
        {
            if (column is not (FirstTime or FirstTime + 1) || columns[column] != "-1") columns[column] = next++.ToString(CultureInfo.InvariantCulture);
        }

        return $"{id[..start]}{string.Join(',', columns)}";
    }
}
