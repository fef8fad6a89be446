using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Sinks.Notices;

/// <summary>What somebody outside is told: a record of an incident, or a transition of an alert, in the same words.</summary>
public sealed record Notice
{
    /// <summary>What it is about.</summary>
    public required NoticeKind Kind { get; init; }

    /// <summary>Its identity: the same whenever it is sent again.</summary>
    public required string Id { get; init; }

    /// <summary>The incident or alert.</summary>
    public required string Subject { get; init; }

    /// <summary>Grows with each notice of the subject.</summary>
    public required long Number { get; init; }

    /// <summary>How grave it is; of one that has ended, how grave it was last.</summary>
    public required Grade Grade { get; init; }

    /// <summary>How grave it was before.</summary>
    public Grade PreviousGrade { get; init; }

    /// <summary>Whether it has ended.</summary>
    public required bool IsEnd { get; init; }

    /// <summary><c>rise</c>, <c>fall</c>, <c>end</c>, <c>note</c>.</summary>
    public required string Direction { get; init; }

    /// <summary>How sure it is.</summary>
    public required Certainty Certainty { get; init; }

    /// <summary>The area of an incident; the site, area or key of an alert.</summary>
    public required string Place { get; init; }

    /// <summary>One line for people.</summary>
    public required string Title { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>When this took place.</summary>
    public required EventTime At { get; init; }

    /// <summary>When the trouble began.</summary>
    public required EventTime Began { get; init; }

    /// <summary>Why people are told; null where nobody says.</summary>
    public string? Because { get; init; }

    /// <summary>The rule of an alert.</summary>
    public string? Rule { get; init; }

    /// <summary>What the alert concerns.</summary>
    public string? Key { get; init; }

    /// <summary>What the alerts of an incident have in common.</summary>
    public string? Cause { get; init; }

    /// <summary>Where the steps to take are written down.</summary>
    public string? Runbook { get; init; }

    /// <summary>Labels of the rules.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Categories of CAP.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Whether it is a rehearsal.</summary>
    public bool IsDrill { get; init; }

    /// <summary>Whether people are told; otherwise it completes the picture only.</summary>
    public bool IsForPeople { get; init; } = true;

    /// <summary>The record as it is.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}
