using System.Text.Json.Serialization;
using RiskEngine.Reading.Records;

namespace RiskEngine.Reading.Picture;

/// <summary>How an area is, with what is below it as far as that was asked for. Immutable.</summary>
public sealed record PlaceView
{
    /// <summary>The area; empty for the whole.</summary>
    public required string Area { get; init; }

    /// <summary>Its last segment.</summary>
    public required string Name { get; init; }

    /// <summary>Name of its level of the site path; <c>root</c> for the whole.</summary>
    public required string Level { get; init; }

    /// <summary>The gravest open alert's grade; null where nothing is open.</summary>
    public string? Worst { get; init; }

    /// <summary>Risk, 0 to 100: of its own record, else the greatest below; null where no record says.</summary>
    public double? Index { get; init; }

    /// <summary>Open alerts here and below.</summary>
    public int OpenAlerts { get; init; }

    /// <summary>The same by grade.</summary>
    public GradeCounts Alerts { get; init; }

    /// <summary>Open alerts that have no place; told of the whole only.</summary>
    public int? Unplaced { get; init; }

    /// <summary>Open incidents here and below.</summary>
    public int OpenIncidents { get; init; }

    /// <summary>How sure the surest of what is open is, as its record says.</summary>
    public string? Certainty { get; init; }

    /// <summary>Incidents of the last 90 days, as its record says.</summary>
    [JsonPropertyName("incidents_90d")]
    public int? IncidentsIn90Days { get; init; }

    /// <summary>Whether things go wrong there again and again, as its record says; null where it does not.</summary>
    public bool? Chronic { get; init; }

    /// <summary>Why.</summary>
    public string? ChronicBecause { get; init; }

    /// <summary>How much is watched: of its own record, else the sum of those below; null where no record says.</summary>
    public PlaceCoverage? Coverage { get; init; }

    /// <summary>What is below, the gravest first; null where nothing is, or nothing was asked for.</summary>
    public IReadOnlyList<PlaceView>? Children { get; init; }

    /// <summary>How many areas next below are not in <see cref="Children"/>; null where none.</summary>
    public int? More { get; init; }
}
