using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>One kind of incident: when in a block it happens, what has to notice it, and how it plays.</summary>
internal sealed record IncidentScript
{
    /// <summary>What goes wrong.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>The start of its incidents' ids.</summary>
    public required string Name { get; init; }

    /// <summary>A few words for people.</summary>
    public required string Title { get; init; }

    /// <summary>From the start of the block to the start of the incident.</summary>
    public required TimeSpan Offset { get; init; }

    /// <summary>How long it lasts.</summary>
    public required TimeSpan Length { get; init; }

    /// <summary>From its start to when it is at its worst.</summary>
    public required TimeSpan WorstAfter { get; init; }

    /// <summary>The rule that has to fire.</summary>
    public required string ExpectedRule { get; init; }

    /// <summary>Rules that may rightly fire as well.</summary>
    public IReadOnlyList<string> RelatedRules { get; init; } = [];

    /// <summary>The lowest grade that the expected rule has to reach.</summary>
    public required string LowestGrade { get; init; }

    /// <summary>Whether it has to lie in the night.</summary>
    public bool NightOnly { get; init; }

    /// <summary>Stages one such incident at a time.</summary>
    public required Action<IncidentScene, IncidentScript, EventTime> Play { get; init; }
}
