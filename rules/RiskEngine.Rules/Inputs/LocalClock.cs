using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Inputs;

/// <summary>Turns times on a wall clock into instants, and decides about the hours that a change of the clock brings twice or not at all.</summary>
/// <param name="zone">The zone.</param>
/// <param name="twice">Which of two instants an ambiguous time is.</param>
/// <remarks>A time that the clock leaps over is read with the offset before the leap, so that 02:30 becomes 03:30 and order is kept (as java.time does).</remarks>
internal sealed class LocalClock(TimeZoneInfo zone, AmbiguousHour twice)
{
    // Longer than any leap (Samoa left out a day), shorter than the time between two of them.
    private static readonly TimeSpan BeforeLeap = TimeSpan.FromHours(36);

    /// <summary>The instant; null where the time is ambiguous and the mapping refuses such.</summary>
    public EventTime? At(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(local) && local > DateTime.MinValue + BeforeLeap) return Shifted(local, zone.GetUtcOffset(local - BeforeLeap));
        if (!zone.IsAmbiguousTime(local)) return Shifted(local, zone.GetUtcOffset(local));
        if (twice == AmbiguousHour.Reject) return null;

        // The greater offset is that of summer, which comes first.
        var offsets = zone.GetAmbiguousTimeOffsets(local);
        return Shifted(local, twice == AmbiguousHour.Earlier ? offsets.Max() : offsets.Min());
    }

    private static EventTime Shifted(DateTime local, TimeSpan offset) =>
        new(((local.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond) - (offset.Ticks / TimeSpan.TicksPerMicrosecond));
}
