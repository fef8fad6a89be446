using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.History;

/// <summary>Which alerts are meant: all that is given must fit, and of each list one entry.</summary>
public sealed record AlertFilter
{
    /// <summary>Grades; empty for all.</summary>
    public IReadOnlyList<Grade> Grades { get; init; } = [];

    /// <summary>An area, with all below; empty for all.</summary>
    public string Area { get; init; } = "";

    /// <summary>Rule ids; empty for all.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>The device; null for all.</summary>
    public string? Source { get; init; }

    /// <summary>Start of the episode, the earliest that is meant; null for any.</summary>
    public EventTime? Since { get; init; }

    /// <summary>The latest; null for any.</summary>
    public EventTime? Until { get; init; }

    /// <summary>A part of title, message, key, place or rule; empty for all.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether an alert is meant.</summary>
    public bool Fits(ShownAlert shown)
    {
        var alert = shown.Alert;
        return (Grades.Count == 0 || Grades.Contains(alert.Grade)) && AreaName.IsWithin(alert.Place, Area) && (Rules.Count == 0 || Rules.Contains(alert.Rule))
            && (Source is null || alert.Source == Source) && !(alert.FirstEvidence < Since) && !(alert.FirstEvidence > Until) && (Text.Length == 0 || alert.Contains(Text));
    }
}
