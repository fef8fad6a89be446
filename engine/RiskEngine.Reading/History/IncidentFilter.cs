using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>Which incidents are meant: all that is given must fit.</summary>
public sealed record IncidentFilter
{
    /// <summary>Grades; empty for all.</summary>
    public IReadOnlyList<Grade> Grades { get; init; } = [];

    /// <summary>An area, with all below; empty for all.</summary>
    public string Area { get; init; } = "";

    /// <summary>What its alerts are about; null for all.</summary>
    public string? Cause { get; init; }

    /// <summary>Whether somebody has acknowledged it; null for all.</summary>
    public bool? IsAcknowledged { get; init; }

    /// <summary>When it opened, the earliest that is meant; null for any.</summary>
    public EventTime? Since { get; init; }

    /// <summary>The latest; null for any.</summary>
    public EventTime? Until { get; init; }

    /// <summary>A part of title, message, area or cause; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether an incident is meant.</summary>
    public bool Fits(IncidentRecord incident) =>
        (Grades.Count == 0 || Grades.Contains(incident.Grade)) && AreaName.IsWithin(incident.Area, Area) && (Cause is null || incident.Cause == Cause)
        && (IsAcknowledged is null || incident.AcknowledgedBy is not null == IsAcknowledged) && !(incident.Opened < Since) && !(incident.Opened > Until)
        && (Text.Length == 0 || incident.Contains(Text));
}
