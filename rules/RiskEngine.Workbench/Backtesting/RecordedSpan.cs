using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Backtesting;

/// <summary>The stretch of event time that a recording covers.</summary>
/// <param name="First">Its first event.</param>
/// <param name="Last">Its last event.</param>
public readonly record struct RecordedSpan(EventTime First, EventTime Last)
{
    /// <summary>A recording without events: each event widens it.</summary>
    public static readonly RecordedSpan Empty = new(EventTime.MaxValue, EventTime.MinValue);

    /// <summary>Whether there is no event.</summary>
    public bool IsEmpty => Last < First;

    /// <summary>Its length in days; 0 where it is empty.</summary>
    public double Days => IsEmpty ? 0 : (Last - First).TotalDays;

    /// <summary>How many a day so many are; null where the recording has no length.</summary>
    public double? PerDay(long count) => Days > 0 ? count / Days : null;

    /// <summary>The stretch that holds the time too.</summary>
    public RecordedSpan With(EventTime at) => new(EventTime.Min(First, at), EventTime.Max(Last, at));
}
