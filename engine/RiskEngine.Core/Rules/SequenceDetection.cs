namespace RiskEngine.Core.Rules;

/// <summary><c>sequence</c>: events of one key in an order, within a time.</summary>
/// <remarks>
/// Other events may lie between the steps. A <c>not</c> step forbids its events between the steps around it; as the last step, until the time is
/// over. An optional step may be left out. Every event that fits the first step starts a partial match; an event that completes one ends all partial
/// matches of the key, so matches do not overlap (skip past last event). Equal to the time limit is in time. The measure is 1 at a finding and 0 again
/// after <see cref="Hold"/>.
/// </remarks>
public sealed record SequenceDetection : Detection
{
    /// <inheritdoc/>
    public override string Type => "sequence";

    /// <inheritdoc/>
    public override string Measure => string.Join(" -> ", Steps.Select(step => $"{(step.IsNegated ? "not " : "")}{step.Name}{(step.IsOptional ? "?" : "")}"));

    /// <summary>The steps in order; the first is neither negated nor optional.</summary>
    public required IReadOnlyList<SequenceStep> Steps { get; init; }

    /// <summary>Longest time from the first step to the last.</summary>
    public required TimeSpan Within { get; init; }

    /// <summary>Whether a partial match that ran out of time is the finding, instead of a complete one.</summary>
    public bool FiresOnTimeout { get; init; }

    /// <summary>How long the finding lasts.</summary>
    public required TimeSpan Hold { get; init; }
}
