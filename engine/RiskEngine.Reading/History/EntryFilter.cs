using RiskEngine.Core.Time;

namespace RiskEngine.Reading.History;

/// <summary>Which records of the desk are meant: all that is given must fit.</summary>
/// <param name="Kind">What of.</param>
public sealed record EntryFilter(EntryKind Kind)
{
    /// <summary>The alert that is not told of, or what was done something about; empty for all.</summary>
    public IReadOnlyList<string> About { get; init; } = [];

    /// <summary>Reasons or actions; empty for all.</summary>
    public IReadOnlyList<string> What { get; init; } = [];

    /// <summary>Who or what did it; null for all.</summary>
    public string? By { get; init; }

    /// <summary>Rule id; null for all.</summary>
    public string? Rule { get; init; }

    /// <summary>An area, with all below; empty for all.</summary>
    public string Area { get; init; } = "";

    /// <summary>The earliest that is meant; null for any.</summary>
    public EventTime? Since { get; init; }

    /// <summary>The latest; null for any.</summary>
    public EventTime? Until { get; init; }
}
