using RiskEngine.Core.Windows;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>window</c>: a duration, or size and every.</summary>
internal static class WindowReader
{
    /// <summary>A window with more steps would keep more slices than it is worth.</summary>
    public const int MostSteps = 10_000;

    /// <summary>The window, and how much of it must be known, where that is said.</summary>
    public static WindowSpec? Read(MapReader detect, out double? coverage)
    {
        coverage = null;
        return Read(detect, DetectKeys.WindowKeys, ref coverage);
    }

    /// <summary>The windows inside another one.</summary>
    public static WindowSpec? ReadInside(MapReader of, out double? coverage)
    {
        coverage = null;
        return Read(of, OfKeys.WindowKeys, ref coverage);
    }

    /// <summary>A window of which nobody says how much must be known.</summary>
    public static WindowSpec? Read(MapReader detect)
    {
        double? none = null;
        return Read(detect, DetectKeys.BareWindowKeys, ref none);
    }

    private static WindowSpec? Read(MapReader detect, MapSpec keys, ref double? coverage)
    {
        if (detect.Node(DetectKeys.Window) is not { } node) return null;
        if (node is not YamlMap)
        {
            return detect.Duration(DetectKeys.Window with { Shape = Shapes.Span }) is { } length ? new WindowSpec(length, null) : null;
        }

        if (detect.Map(DetectKeys.Window, keys) is not { } map) return null;
        var size = map.Duration(DetectKeys.WindowSize);
        var every = map.Duration(DetectKeys.WindowEvery);
        if (keys != DetectKeys.BareWindowKeys) coverage = map.Number(DetectKeys.WindowCoverage);
        if (size is null || (every is null && map.Has(DetectKeys.WindowEvery)) || (coverage is null && map.Has(DetectKeys.WindowCoverage))) return null;
        if (every > size)
        {
            detect.Report.Add(DiagnosticCodes.DurationRange, map.PlaceOf(DetectKeys.WindowEvery),
                $"window.every {Durations.Write(every.Value)} is longer than window.size {Durations.Write(size.Value)}, so events between would be missed",
                $"write every: {Durations.Write(size.Value)} or less", map.Replace(DetectKeys.WindowEvery, Durations.Write(size.Value)));
            return null;
        }

        return every is null || FitsSlices(map, DetectKeys.WindowEvery, size.Value, size.Value, every.Value) ? new WindowSpec(size.Value, every) : null;
    }

    /// <summary>Whether windows of a total length are made of a bearable number of slices; reported where they are not.</summary>
    public static bool FitsSlices(MapReader map, KeySpec every, TimeSpan total, TimeSpan size, TimeSpan step)
    {
        if (Slices(total, size, step) <= MostSteps) return true;
        map.Report.Add(DiagnosticCodes.DurationRange, map.PlaceOf(every),
            $"{map.PathOf(every)[7..]} {Durations.Write(step)} cuts {Durations.Write(total)} into more than {MostSteps} slices",
            "write an every that goes into the window a whole number of times, not too often");
        return false;
    }

    /// <summary>Of how many slices windows of a total length are made.</summary>
    public static long Slices(TimeSpan total, TimeSpan size, TimeSpan step) =>
        total.Ticks / GreatestCommonDivisor(total.Ticks, GreatestCommonDivisor(size.Ticks, step.Ticks));

    /// <summary>The window, normalised, and what must be known of it where that is said.</summary>
    public static string Write(WindowSpec window, double? coverage) => coverage is { } known ? $"{Write(window)} covered {Numbers.Write(known)}" : Write(window);

    /// <summary>The window, normalised.</summary>
    public static string Write(WindowSpec window) => $"{Durations.Write(window.Size)} every {(window.Every is { } every ? Durations.Write(every) : "event")}";

    /// <summary>Size and every are both made of slices of this length.</summary>
    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }
}
