namespace RiskEngine.Core.Events;

/// <summary>The stretch of the task's partition that holds the events behind a measurement, both ends included.</summary>
/// <param name="FirstOffset">Offset of the first event's record; negative where no event is behind it (a silence that began before the state).</param>
/// <param name="LastOffset">Offset of the last event's record.</param>
public readonly record struct Evidence(long FirstOffset, long LastOffset)
{
    /// <summary>No record: nothing arrived, and that is the finding.</summary>
    public static readonly Evidence None = new(-1, -1);

    /// <summary>One record.</summary>
    public static Evidence At(long offset) => new(offset, offset);

    /// <summary>The smallest stretch that covers both.</summary>
    public Evidence Union(Evidence other) => new(Math.Min(FirstOffset, other.FirstOffset), Math.Max(LastOffset, other.LastOffset));
}
