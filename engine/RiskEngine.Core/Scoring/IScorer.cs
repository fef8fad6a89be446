using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Scoring;

/// <summary>A streaming anomaly model of one series: it scores an observation, then learns from it.</summary>
/// <remarks>
/// Deterministic, bounded in memory, free of I/O and clocks; owned by one task. Observations come in event-time order; equal times and
/// clock jumps must not disturb it. NaN and infinities are observations without a value: scored <see cref="Score.NotLearned"/> or 0, not learned.
/// </remarks>
public interface IScorer
{
    /// <summary>How many channels an observation has; 1 for a univariate model.</summary>
    int Channels { get; }

    /// <summary>Scores one observation from what was learned before it; learns from it where <paramref name="learn"/> is set.</summary>
    /// <param name="at">When it was observed.</param>
    /// <param name="values">One value per channel; NaN where a channel has none.</param>
    /// <param name="learn">False keeps the model as it is, e.g. while an alert is open.</param>
    Score Observe(EventTime at, ReadOnlySpan<double> values, bool learn = true);

    /// <summary>What each part (detector or channel) contributed to the last score, strongest first, in words a dispatcher reads.</summary>
    /// <remarks>Called for alerts only; may allocate.</remarks>
    IReadOnlyList<ScoreShare> Explain();

    /// <summary>Writes the whole learned state.</summary>
    void Save(StateWriter writer);

    /// <summary>Replaces the state by a saved one; afterwards the scorer behaves bit for bit as the saved one would.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged or of an unknown version.</exception>
    void Restore(ref StateReader reader);
}
