using RiskEngine.Core.Time;

namespace RiskEngine.Rules.Cases;

/// <summary>One test of a rule: what happens, and the alerts that it must give.</summary>
public sealed record RuleTestCase
{
    /// <summary>What it shows.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was read from.</summary>
    public required string File { get; init; }

    /// <summary>Line of its name, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>When its clock starts.</summary>
    public required EventTime Start { get; init; }

    /// <summary>When its clock stops: what would happen later is not part of the test.</summary>
    public required EventTime End { get; init; }

    /// <summary>What happens, as written.</summary>
    public required IReadOnlyList<TestSeries> Series { get; init; }

    /// <summary>Every change of an alert that must happen until the end, in the order written; none where the rule must stay quiet.</summary>
    public required IReadOnlyList<ExpectedChange> Expected { get; init; }

    /// <summary>Whether the rule must fire.</summary>
    public bool Fires => Expected.Count > 0;

    /// <summary>The events, by time; those of one time in the order written.</summary>
    public IReadOnlyList<TestEvent> Expand() => [.. Series.SelectMany(series => series.Expand()).OrderBy(e => e.Time)];
}
