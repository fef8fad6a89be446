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

    /// <summary>Observes rows one after the other, with the results that <see cref="Observe"/> gives for each of them; a scorer that can judges them in one go.</summary>
    /// <param name="at">When each row was observed.</param>
    /// <param name="values">The rows, one behind the other, <see cref="Channels"/> values each.</param>
    /// <param name="scores">Gets one score per row.</param>
    /// <param name="learn">As for <see cref="Observe"/>, for all rows.</param>
    void ObserveAll(ReadOnlySpan<EventTime> at, ReadOnlySpan<double> values, Span<Score> scores, bool learn = true)
    {
        for (var row = 0; row < at.Length; row++) scores[row] = Observe(at[row], values.Slice(row * Channels, Channels), learn);
    }

    /// <summary>What each part (detector or channel) contributed to the last score, strongest first, in words a dispatcher reads.</summary>
    /// <remarks>Called for alerts only; may allocate.</remarks>
    IReadOnlyList<ScoreShare> Explain();

    /// <summary>Writes the whole learned state.</summary>
    void Save(StateWriter writer);

    /// <summary>Replaces the state by a saved one; afterwards the scorer behaves bit for bit as the saved one would.</summary>
    /// <exception cref="StateFormatException">The bytes are damaged or of an unknown version.</exception>
    void Restore(ref StateReader reader);
}
