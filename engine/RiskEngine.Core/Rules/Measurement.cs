using RiskEngine.Core.Time;

namespace RiskEngine.Core.Rules;

/// <summary>What a detection measured for one key: the input of grade and clear conditions and of the message.</summary>
/// <param name="Measure">The measured value in the unit of the rule; seconds of silence for an absence.</param>
/// <param name="Count">How many events it rests on.</param>
/// <param name="From">Start of the stretch that was measured.</param>
/// <param name="To">Its end: the time of the event for a threshold, the end of the window otherwise.</param>
public readonly record struct Measurement(double Measure, long Count, EventTime From, EventTime To)
{
    /// <summary>How much of the window is known, from 0 to 1; 1 where nobody asks, and for what is measured without a window.</summary>
    /// <remarks>A window is known from the first reading of its key on. One that came before the window counts where no silence as long as the window lies between.</remarks>
    public double Coverage { get; init; } = 1;

    /// <summary>How many of the events have come since the measurement of the key before this one; none where time alone has changed the measure.</summary>
    public long Newer { get; init; } = Count;
}
