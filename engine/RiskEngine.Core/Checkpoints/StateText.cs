using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Checkpoints;

/// <summary>Says in words what an entry of a segment holds (docs/state.md), without the rules that made it.</summary>
public static class StateText
{
    /// <summary>One line for the state of a key.</summary>
    /// <param name="part">Id of the part.</param>
    /// <param name="payload">The entry.</param>
    /// <param name="own">The parts that rule types have for themselves; those that every task has, or several types share, are known here.</param>
    public static string Of(string part, byte[] payload, IReadOnlyList<StoredPart> own)
    {
        try
        {
            var reader = new StateReader(payload);
            var text = own.FirstOrDefault(one => one.Is(part)) is { } known ? known.InWords(part, ref reader) : Shared(part, ref reader);
            return reader.AtEnd || text.EndsWith("bytes", StringComparison.Ordinal) ? text : $"{text} (and {reader.Remaining} bytes that are not understood)";
        }
        catch (StateFormatException fault)
        {
            return $"{payload.Length} bytes that cannot be read: {fault.Message}";
        }
    }

    internal static bool IsOpenAlert(byte[] payload)
    {
        try
        {
            var reader = new StateReader(payload);
            return AlertBook.ReadOpen(ref reader) is not null;
        }
        catch (StateFormatException)
        {
            return false;
        }
    }

    private static string Shared(string part, ref StateReader reader) => part[..Math.Max(0, part.IndexOf(':'))] switch
    {
        "keys" => $"last seen at {reader.String()}{(reader.AtEnd ? "" : $", in the period from {reader.Time()}")}",
        "alerts" => AlertBook.InWords(ref reader),
        "attributes" => $"what messages show of the last event, {reader.Remaining} bytes",
        "rates" when part.StartsWith("rates:2:", StringComparison.Ordinal) => Rate(ref reader),
        "panes" or "over" => Panes(part, ref reader),
        "sliding" => Samples(part, ref reader),
        "ids" => Deliveries(ref reader),
        "sources" => $"newest event {reader.Time()}",
        "clocks" => KeySchedule.InWords(ref reader),
        "refused" => $"until {reader.Time()}",
        _ => $"{reader.Remaining} bytes",
    };

    private static string Rate(ref StateReader reader)
    {
        double often = reader.Double(), excess = reader.Double();
        _ = reader.Double();
        var seldom = reader.Double();
        for (var i = 0; i < 3; i++) reader.Double();
        reader.Int();
        var (usual, more, rare) = (StoredWords.Number(often), StoredWords.Number(excess), StoredWords.Number(seldom));
        return $"one hour in ten reaches {usual}, and {more} more on average, one in fifty {rare}; {reader.Small()} hours seen";
    }

    private static string Deliveries(ref StateReader reader)
    {
        reader.Int();
        var count = reader.Count();
        var (first, last) = (EventTime.Epoch, EventTime.Epoch);
        for (var i = 0; i < count; i++)
        {
            reader.UInt();
            last = reader.Time(last);
            if (i == 0) first = last;
        }

        return $"{count} deliveries from {first} to {last}";
    }

    private static string Panes(string part, ref StateReader reader)
    {
        var register = PaneWords.RegisterOf(part, ref reader);
        return reader.AtEnd && register.Length > 0 ? $"{register}no pane" : $"{register}{PaneWords.Of(part, lengths: 1, ref reader)}";
    }

    private static string Samples(string part, ref StateReader reader)
    {
        var register = PaneWords.RegisterOf(part, ref reader);
        if (reader.AtEnd && register.Length > 0) return $"{register}no value";
        var columns = part.Split(':')[^1];
        var places = columns.Split(',');
        var totals = PaneWords.HasTotals(places);
        PaneWords.ColumnsOf(columns, out var distinct, out _);
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
            if (totals) reader.Double();
            if (distinct) reader.Double();
            first ??= at;
        }

        if (PaneWords.HasTimeWeights(places)) (_, _) = (reader.Double(), reader.Double());
        if (count == 0) return $"{register}no value";
        var since = reader.AtEnd ? "" : $"; known since {new EventTime(Math.Max(EventTime.MinValue.Micros, at.Micros - reader.Int()))}";
        return $"{register}{count} values from {first} to {at}, the last {StoredWords.Number(last)}{since}";
    }
}
