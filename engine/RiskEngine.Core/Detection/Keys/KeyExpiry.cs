using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Keys;

/// <summary>When state of a silent key is forgotten: after so much event time, counted in periods of a sixty-fourth of it.</summary>
/// <remarks>A key survives at least <see cref="After"/> and at most one period more, or as long as a rule looks back where that is longer
/// (<see cref="Rules.RuleMemory"/>).</remarks>
public sealed record KeyExpiry
{
    private const int PeriodsInSpan = 64;
    private readonly long _periodMicros;

    /// <summary>Forgets keys after a silence.</summary>
    /// <param name="after">The silence, at least 5 min.</param>
    public KeyExpiry(TimeSpan after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(after, TimeSpan.FromMinutes(5));
        After = after;
        _periodMicros = after.Ticks / TimeSpan.TicksPerMicrosecond / PeriodsInSpan;
    }

    /// <summary>Thirty days.</summary>
    public static KeyExpiry Default { get; } = new(TimeSpan.FromDays(30));

    /// <summary>The silence.</summary>
    public TimeSpan After { get; }

    /// <summary>Length of a period.</summary>
    public TimeSpan Period => TimeSpan.FromMicroseconds(_periodMicros);

    /// <summary>How many whole periods of silence a key survives that is remembered for a span of time.</summary>
    internal long PeriodsIn(TimeSpan memory) => (Math.Max(memory.Ticks, After.Ticks) + Period.Ticks - 1) / Period.Ticks;

    /// <summary>Number of the period that holds a time; times too far away for a number fall to the first or last.</summary>
    internal int PeriodOf(EventTime at) =>
        (int)Math.Clamp(Math.DivRem(at.Micros, _periodMicros).Quotient - (at.Micros % _periodMicros < 0 ? 1 : 0), int.MinValue + 1, int.MaxValue - 1);

    /// <summary>When a period starts.</summary>
    internal EventTime StartOf(long period) => new(period * _periodMicros);
}
