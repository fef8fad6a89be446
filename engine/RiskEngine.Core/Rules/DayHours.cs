namespace RiskEngine.Core.Rules;

/// <summary>The open hours of one local day, as stretches that do not touch: they depend on whether hours start on the day itself and on the day before.</summary>
internal sealed class DayHours
{
    private readonly (long From, long To)[][] _stretches = new (long, long)[4][];

    /// <summary>Creates the hours of a schedule.</summary>
    /// <param name="hours">Hours of a day; none means the whole day. Those past midnight reach into the next one.</param>
    public DayHours(IReadOnlyList<HourRange> hours)
    {
        var own = new List<(long From, long To)>();
        var past = new List<(long From, long To)>();
        foreach (var range in hours.Count == 0 ? [new HourRange(TimeOnly.MinValue, TimeOnly.MinValue)] : hours)
        {
            own.Add((range.From.Ticks, range.PassesMidnight ? TimeSpan.TicksPerDay : range.To.Ticks));
            if (range.PassesMidnight && range.To.Ticks > 0) past.Add((0, range.To.Ticks));
        }

        for (var kind = 0; kind < _stretches.Length; kind++) _stretches[kind] = Joined([.. (kind & 1) != 0 ? own : [], .. (kind & 2) != 0 ? past : []]);
    }

    /// <summary>The stretches, in ticks of the day, in order; starts included, ends not.</summary>
    /// <param name="onDay">Whether hours start on the day.</param>
    /// <param name="onDayBefore">Whether hours start on the day before.</param>
    public ReadOnlySpan<(long From, long To)> Of(bool onDay, bool onDayBefore) => _stretches[(onDay ? 1 : 0) | (onDayBefore ? 2 : 0)];

    private static (long From, long To)[] Joined(List<(long From, long To)> stretches)
    {
        stretches.Sort();
        var joined = new List<(long From, long To)>();
        foreach (var next in stretches)
        {
            if (joined.Count > 0 && next.From <= joined[^1].To) joined[^1] = (joined[^1].From, Math.Max(joined[^1].To, next.To));
            else joined.Add(next);
        }

        return [.. joined];
    }
}
