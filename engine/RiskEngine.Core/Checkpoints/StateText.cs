using System.Globalization;
using System.Text;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Rules;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Checkpoints;

/// <summary>Says in words what an entry of a segment holds (docs/state.md), without the rules that made it.</summary>
public static class StateText
{
    private static readonly string[] Columns = ["sum", "min", "max", "mean", "squares", "first", "last", "first at", "last at", "increase"];

    /// <summary>One line for the state of a key.</summary>
    /// <param name="part">Id of the part.</param>
    /// <param name="payload">The entry.</param>
    public static string Of(string part, byte[] payload)
    {
        try
        {
            var reader = new StateReader(payload);
            var text = Read(part, ref reader);
            return reader.AtEnd || text.EndsWith("bytes", StringComparison.Ordinal) ? text : $"{text} (and {reader.Remaining} bytes that are not understood)";
        }
        catch (StateFormatException fault)
        {
            return $"{payload.Length} bytes that cannot be read: {fault.Message}";
        }
    }

    internal static bool IsOpenAlert(byte[] payload) => payload.Length > 0 && AlertBook.IsOpen(payload[0]);

    private static string Read(string part, ref StateReader reader) => part[..Math.Max(0, part.IndexOf(':'))] switch
    {
        "keys" => $"last seen at {reader.String()}{(reader.AtEnd ? "" : $", in the period from {reader.Time()}")}",
        "alerts" => Alert(ref reader),
        "rates" when part.StartsWith("rates:2:", StringComparison.Ordinal) => Rate(ref reader),
        "panes" => Panes(part, lengths: 1, ref reader),
        "sliding" => Samples(part, ref reader),
        "absence" => Absence(ref reader),
        "flatline" => $"reads {Number(reader.Double())} since {reader.Time()}, from record {reader.Int()}, {reader.Int()} times",
        "spike" => $"first event at {reader.Time()}; {Panes(part, lengths: 3, ref reader)}",
        "new" => NewValues(ref reader),
        "sequence" => Sequence(ref reader),
        "correlation" => Correlation(ref reader),
        "refused" => $"until {reader.Time()}",
        _ => $"{reader.Remaining} bytes",
    };

    private static string Alert(ref StateReader reader)
    {
        if (AlertBook.ReadOpen(ref reader) is not { } episode) return $"an alert of one moment, {reader.Time()}, with {reader.Small()} transitions";
        var state = episode.Current == Grade.None ? "pending" : $"firing {episode.Current.ToString().ToLowerInvariant()}";
        return $"{state}, {episode.Transitions} transitions, first evidence {episode.FirstEvidence}, "
            + $"last measure {Number(episode.Measurement.Measure)} at {episode.Measurement.To}";
    }

    private static string Rate(ref StateReader reader)
    {
        double often = reader.Double(), excess = reader.Double();
        _ = reader.Double();
        var seldom = reader.Double();
        for (var i = 0; i < 3; i++) reader.Double();
        reader.Int();
        return $"one hour in ten reaches {Number(often)}, and {Number(excess)} more on average, one in fifty {Number(seldom)}; {reader.Small()} hours seen";
    }

    private static string Absence(ref StateReader reader)
    {
        var at = reader.Time();
        var offset = reader.Int();
        return offset < 0 ? $"expected, and missed since {at}" : $"last event at {at}, record {offset}";
    }

    private static long? PaneTicks(string[] names, int lengths)
    {
        if (names.Length < lengths + 3) return null;
        var windows = new List<WindowSpec>();
        foreach (var name in names[^(lengths + 1)..^1])
        {
            if (!long.TryParse(name, CultureInfo.InvariantCulture, out var ticks) || ticks <= 0) return null;
            windows.Add(new WindowSpec(TimeSpan.FromTicks(ticks), null));
        }

        return PaneSize.For(windows).Ticks;
    }

    /// <summary>The id ends with lengths in ticks, whose greatest common divisor is that of a pane, and the columns.</summary>
    private static string Panes(string part, int lengths, ref StateReader reader)
    {
        var names = part.Split(':');
        if (PaneTicks(names, lengths) is not { } ticks) return $"{reader.Remaining} bytes";
        var micros = ticks / TimeSpan.TicksPerMicrosecond;
        var columns = ColumnsOf(names[^1], out var distinct, out var quantile);
        var newest = reader.Int();
        var text = new StringBuilder();
        for (var left = reader.Count(); left > 0; left--)
        {
            var start = new EventTime(Math.Clamp((newest - (long)reader.UInt()) * micros, EventTime.MinValue.Micros, EventTime.MaxValue.Micros));
            var (count, first, more) = (reader.UInt(), reader.UInt(), reader.UInt());
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "; " : "")}{start} +{TimeSpan.FromTicks(ticks)}: {count} events, records {first} to {first + more}");
            foreach (var name in columns) text.Append(CultureInfo.InvariantCulture, $", {name} {Number(reader.Double())}");
            if (distinct) new DistinctSketch().Restore(ref reader);
            if (quantile) new QuantileSketch().Restore(ref reader);
        }

        return text.Length == 0 ? "no pane" : text.ToString();
    }

    private static List<string> ColumnsOf(string layout, out bool distinct, out bool quantile)
    {
        var places = layout.Split(',');
        distinct = places.Contains("d");
        quantile = places.Contains("q");
        return [.. Columns.Zip(places).Where(column => column.Second != "-1").OrderBy(
            column => int.TryParse(column.Second, out var place) ? place : 0).Select(column => column.First)];
    }

    private static string Samples(string part, ref StateReader reader)
    {
        ColumnsOf(part.Split(':')[^1], out var distinct, out _);
        var count = reader.Count();
        reader.Small();
        var at = default(EventTime);
        EventTime? first = null;
        double last = double.NaN;
        for (var left = count; left > 0; left--)
        {
            at = reader.Time(at);
            reader.Int();
            last = reader.Double();
            if (distinct) reader.Double();
            first ??= at;
        }

        return count == 0 ? "no value" : $"{count} values from {first} to {at}, the last {Number(last)}";
    }

    private static string NewValues(ref StateReader reader)
    {
        var held = Held(ref reader);
        var first = reader.Time();
        var values = reader.Count();
        for (var left = values; left > 0; left--)
        {
            reader.Double();
            reader.Time(first);
        }

        return $"{values} values known since {first}{held}";
    }

    private static string Sequence(ref StateReader reader)
    {
        var held = Held(ref reader);
        var text = new StringBuilder();
        var partials = reader.Count();
        for (var left = partials; left > 0; left--)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"; started {reader.Time()}, records {reader.Int()} to {reader.Int()}, waits for step {reader.Small() + 1}, {reader.Small()} matched");
        }

        return $"{partials} partial matches{text}{held}";
    }

    private static string Correlation(ref StateReader reader)
    {
        var text = new StringBuilder();
        var signals = reader.Count();
        for (var left = signals; left > 0; left--)
        {
            text.Append(CultureInfo.InvariantCulture, $"; {reader.Time()} rule {reader.Small() + 1} key {reader.String()}, records {reader.Int()} to {reader.Int()}");
        }

        return $"{signals} signals{text}";
    }

    private static string Held(ref StateReader reader) => reader.Bool() ? $"; a finding lasts until {reader.Time()}" : "";

    private static string Number(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
