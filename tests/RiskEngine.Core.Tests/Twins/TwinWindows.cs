using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Tests.Streams;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>What windows inside another one measure, by definition: each anew, from the list of all events before its end.</summary>
internal static class TwinWindows
{
    /// <summary>The measure of the window that ends at a time, as a reading of the last moment before; null where it is none, or does not count.</summary>
    public static TwinWindow? At(MetricDetection inner, IReadOnlyList<Reading> seen, long end)
    {
        var size = RandomStream.Micros(inner.Window.Size);
        var held = seen.Where(e => e.At >= end - size && e.At < end).ToList();
        if (held.Count == 0 || held.Count < inner.MinCount) return null;
        if (Math.Clamp((end - TwinEvaluator.KnownSince(seen, size)) / (double)size, 0, 1) < inner.LeastCoverage) return null;
        var measure = TwinAggregates.Measure(inner, held, seen, end);
        if (double.IsNaN(measure)) return null;
        return new TwinWindow(new Reading(end - 1, held[0].Source, held[0].Site, measure, end), held.Min(e => e.Offset), held.Max(e => e.Offset));
    }

    /// <summary>How much is known of a window that holds others.</summary>
    public static double Coverage(MetricDetection outer, IReadOnlyList<TwinWindow> windows, long end)
    {
        var (held, every) = (RandomStream.Micros(outer.Held.Size), RandomStream.Micros(outer.Inner!.Window.Every!.Value));
        var since = windows[0].Value.At + 1 - every;
        for (var i = 1; i < windows.Count; i++)
        {
            if (windows[i].Value.At - windows[i - 1].Value.At > held) since = windows[i].Value.At + 1 - every;
        }

        return Math.Clamp((end - since) / (double)held, 0, 1);
    }
}

/// <summary>A window inside another one.</summary>
/// <param name="Value">What it measured; told apart by its end.</param>
/// <param name="FirstOffset">The first record that it rests on.</param>
/// <param name="LastOffset">The last one.</param>
internal sealed record TwinWindow(Reading Value, long FirstOffset, long LastOffset);
