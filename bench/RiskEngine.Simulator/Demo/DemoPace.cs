using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Demo;

/// <summary>How fast event time runs in a demo, and how much of it passes.</summary>
/// <param name="Speed">Seconds of event time to a second of the wall clock.</param>
/// <param name="Span">Event time from start to end.</param>
public readonly record struct DemoPace(double Speed, TimeSpan Span)
{
    /// <summary>The shortest demo: faster, and a second's hitch of the machine would swallow an incident.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);

    private const double CalmSpeed = 120;

    private static readonly TimeSpan Endless = TimeSpan.FromDays(28);

    /// <summary>Paces a demo: all of a block's incidents in a short one, block after block at a calm speed in a long one.</summary>
    /// <param name="duration">Wall-clock time that the demo lasts; null where it runs until it is stopped.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is below <see cref="Shortest"/>.</exception>
    public static DemoPace For(TimeSpan? duration)
    {
        if (duration is not { } length) return new DemoPace(CalmSpeed, Endless);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Shortest, nameof(duration));
        var speed = Math.Max(CalmSpeed, IncidentPlan.Block / length);
        return new DemoPace(speed, length * speed);
    }
}
