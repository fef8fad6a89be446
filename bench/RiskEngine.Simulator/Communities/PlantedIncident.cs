using RiskEngine.Core.Time;

namespace RiskEngine.Simulator.Communities;

/// <summary>Something that goes wrong on purpose, and what the engine is expected to say about it.</summary>
public sealed record PlantedIncident
{
    /// <summary>Unique in its plan, e.g. <c>gas-leak-1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>A few words for people.</summary>
    public required string Title { get; init; }

    /// <summary>What goes wrong.</summary>
    public required IncidentKind Kind { get; init; }

    /// <summary>Where it goes wrong.</summary>
    public required string Site { get; init; }

    /// <summary>The devices that it shows on; at least one.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>When it begins.</summary>
    public required EventTime Start { get; init; }

    /// <summary>When it is at its worst; an alert before it leads, one after it trails.</summary>
    public required EventTime Worst { get; init; }

    /// <summary>When it is over and everything reads normal again.</summary>
    public required EventTime End { get; init; }

    /// <summary>The rule that has to fire for the incident to count as detected.</summary>
    public required string ExpectedRule { get; init; }

    /// <summary>Rules that may rightly fire as well.</summary>
    public IReadOnlyList<string> RelatedRules { get; init; } = [];

    /// <summary>The lowest grade that the expected rule has to reach: blue, yellow, orange or red.</summary>
    public required string LowestGrade { get; init; }

    /// <summary>Whether an alert of <paramref name="rule"/> about this place belongs to this incident.</summary>
    /// <param name="rule">The rule that fired.</param>
    /// <param name="area">The site or area of the alert.</param>
    /// <param name="source">The device of the alert; null where the rule follows a place.</param>
    /// <param name="at">When it fired.</param>
    /// <param name="grace">How long after the end an alert still counts as this incident's.</param>
    public bool Explains(string rule, string area, string? source, EventTime at, TimeSpan grace) =>
        at >= Start && at <= End + grace
        && (rule == ExpectedRule || RelatedRules.Contains(rule))
        && (source is null ? IsWithin(area) : Sources.Contains(source));

    private bool IsWithin(string area) =>
        Site == area || (Site.StartsWith(area, StringComparison.Ordinal) && Site[area.Length] == '/');
}
