using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Tests.Twins;

/// <summary>Time within a schedule that changes at whole minutes, minute by minute.</summary>
internal static class TwinHours
{
    private const long Minute = 60_000_000;
    private const int MostMinutes = 3 * 24 * 60;

    /// <summary>Microseconds between two times that lie in it; all of them where there is none.</summary>
    public static long Between(Schedule? schedule, long from, long to)
    {
        if (schedule is null) return to - from;
        var open = 0L;
        for (var minute = from / Minute * Minute; minute < to; minute += Minute)
        {
            if (schedule.Contains(new EventTime(minute))) open += Math.Min(minute + Minute, to) - Math.Max(minute, from);
        }

        return open;
    }

    /// <summary>The first time at which so much lies behind a start; none within three days is as good as never.</summary>
    public static long After(Schedule? schedule, long from, long span)
    {
        if (schedule is null) return from + span;
        var minute = from / Minute * Minute;
        for (var minutes = 0; minutes < MostMinutes; minutes++, minute += Minute)
        {
            if (!schedule.Contains(new EventTime(minute))) continue;
            var begin = Math.Max(minute, from);
            if (minute + Minute - begin >= span) return begin + span;
            span -= minute + Minute - begin;
        }

        return long.MaxValue / 2;
    }
}
