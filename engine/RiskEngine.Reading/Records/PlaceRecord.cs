using System.Text.Json;
using System.Text.Json.Serialization;

namespace RiskEngine.Reading.Records;

/// <summary>What is said of an area on <c>risk.places.v1</c>. Immutable.</summary>
public sealed record PlaceRecord
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = false,
    };

    /// <summary>The area.</summary>
    public string Area { get; init; } = "";

    /// <summary>Name of its level of the site path.</summary>
    public string? Level { get; init; }

    /// <summary>Grows with each record of the area.</summary>
    public long Number { get; init; }

    /// <summary>How much is at risk there, 0 to 100.</summary>
    public double Index { get; init; }

    /// <summary>How sure the surest of what is open is.</summary>
    public string? Certainty { get; init; }

    /// <summary>Incidents of the last 90 days.</summary>
    [JsonPropertyName("incidents_90d")]
    public int? IncidentsIn90Days { get; init; }

    /// <summary>Whether things go wrong there again and again.</summary>
    public bool Chronic { get; init; }

    /// <summary>Why it is called so.</summary>
    public string? ChronicBecause { get; init; }

    /// <summary>What of the area is watched.</summary>
    public PlaceCoverage? Coverage { get; init; }

    /// <summary>Reads a record.</summary>
    /// <returns>Null where it is none of a place.</returns>
    public static PlaceRecord? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var record = JsonSerializer.Deserialize<PlaceRecord>(json, Format);
            return record is not null && AreaName.IsValid(record.Area ?? "") && double.IsFinite(record.Index) ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
