using RiskEngine.Core.Desk;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>What somebody asks of the desk: a record of <c>risk.feedback.v1</c>.</summary>
public sealed record DeskRequest
{
    /// <summary>Its identity: asked again it changes nothing.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>Who asks.</summary>
    public required string By { get; init; }

    /// <summary>The desk area that it is about.</summary>
    public required string Area { get; init; }

    /// <summary>Why; required to shelve and to silence.</summary>
    public string Why { get; init; } = "";

    /// <summary>The incident; null where it is about an alert, or some alerts.</summary>
    public string? Incident { get; init; }

    /// <summary>The alert; null where it is about an incident, or some alerts.</summary>
    public string? Alert { get; init; }

    /// <summary>Who shall have the incident, with <see cref="RequestKind.Assign"/>.</summary>
    public string? To { get; init; }

    /// <summary>Until when to shelve or silence.</summary>
    public EventTime? Until { get; init; }

    /// <summary>Which alerts to silence.</summary>
    public AlertMatcher? Match { get; init; }

    /// <summary>The silence to end.</summary>
    public string? Silence { get; init; }
}
