using System.Globalization;
using System.Text;
using RiskEngine.Core.Registers;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Windows;

/// <summary>Says in words what was stored of panes, whose length and columns are told by the id of their part.</summary>
internal static class PaneWords
{
    private static readonly string[] Columns = ["sum", "min", "max", "mean", "squares", "first", "last", "first at", "last at", "increase"];

    /// <summary>The panes of one key.</summary>
    /// <param name="part">The id, which ends with lengths in ticks, whose greatest common divisor is that of a pane, and the columns.</param>
    /// <param name="lengths">How many lengths.</param>
    /// <param name="reader">Where they were stored.</param>
    /// <param name="isOneOfSeveral">Whether more of them follow.</param>
    public static string Of(string part, int lengths, ref StateReader reader, bool isOneOfSeveral = false)
    {
        var names = part.Split(':');
        if (PaneTicks(names, lengths) is not { } ticks) return $"{reader.Remaining} bytes";
        var micros = ticks / TimeSpan.TicksPerMicrosecond;
        var columns = ColumnsOf(names[^1], out var distinct, out var quantile);
        var newest = reader.Int();
        var text = new StringBuilder();
        for (var left = reader.Count(); left > 0; left--)
        {
            var start = TimeOf(newest - (long)reader.UInt(), micros);
            var (count, first, more) = (reader.UInt(), reader.UInt(), reader.UInt());
            text.Append(CultureInfo.InvariantCulture, $"{(text.Length > 0 ? "; " : "")}{start} +{TimeSpan.FromTicks(ticks)}: {count} events, records {first} to {first + more}");
            foreach (var name in columns) text.Append(CultureInfo.InvariantCulture, $", {name} {StoredWords.Number(reader.Double())}");
            if (distinct) new DistinctSketch().Restore(ref reader);
            if (quantile) new QuantileSketch().Restore(ref reader);
        }

        if (!reader.AtEnd) text.Append(CultureInfo.InvariantCulture, $"; windows have ended until {TimeOf(newest + reader.Int(), micros)}");
        if (!reader.AtEnd && !isOneOfSeveral) text.Append(KnownStretches.InWords(ref reader));
        return text.Length == 0 ? "no pane" : text.ToString();
    }

    /// <summary>The names of the columns that a layout has, in their order, and whether it has sketches.</summary>
    public static List<string> ColumnsOf(string layout, out bool distinct, out bool quantile)
    {
        var places = layout.Split(',');
        distinct = places.Contains("d");
        quantile = places.Contains("q");
        List<string> names = [.. Columns.Zip(places)
            .Where(column => column.Second != "-1")
            .OrderBy(column => int.TryParse(column.Second, out var place) ? place : 0)
            .Select(column => column.First)];
        if (HasTotals(places)) names.AddRange(["first total", "last total"]);
        if (places.Contains("s")) names.AddRange(["times from", "mean time", "mean value", "squares of times", "products"]);
        if (HasTimeWeights(places)) names.AddRange(["held from", "held until", "held last", "integral", "before at", "before"]);
        return names;
    }

    /// <summary>The register that the windows of a part are over, which is stored before them; nothing where they are over none.</summary>
    public static string RegisterOf(string part, ref StateReader reader)
    {
        if (!HasTotals(part[(part.LastIndexOf(':') + 1)..].Split(','))) return "";
        var register = new Register();
        register.Restore(ref reader);
        return string.Create(CultureInfo.InvariantCulture, $"register has counted {StoredWords.Number(register.Total)} until {register.At}; ");
    }

    /// <summary>Whether a layout, told by its places, keeps what a register has counted.</summary>
    public static bool HasTotals(string[] places) => Array.Exists(places, static place => place.StartsWith('r'));

    /// <summary>Whether a layout, told by its places, keeps for how long values hold.</summary>
    public static bool HasTimeWeights(string[] places) => places.Contains("t");

    private static EventTime TimeOf(long pane, long micros) => new(Math.Clamp(pane * micros, EventTime.MinValue.Micros, EventTime.MaxValue.Micros));

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
}
