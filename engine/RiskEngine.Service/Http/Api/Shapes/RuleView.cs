using System.Text.Json.Serialization;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>A rule in force, with how it fares.</summary>
internal sealed record RuleView
{
    public required string Id { get; init; }
    public required string Title { get; init; }
    public required string Hash { get; init; }
    public required string Mode { get; init; }

    /// <summary>Its file, below the folder of the rules.</summary>
    public required string File { get; init; }

    public required IReadOnlyList<string> On { get; init; }
    public required string By { get; init; }
    public required string Type { get; init; }
    public required string Measure { get; init; }
    public string? Unit { get; init; }
    public string? Owner { get; init; }
    public string? Runbook { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string>? FalsePositives { get; init; }

    /// <summary><c>partition</c>: each evaluates it for itself; <c>signals</c>: it looks over several.</summary>
    public required string Scope { get; init; }

    /// <summary>Its open alerts, in the whole; null where this instance does not read them.</summary>
    public int? OpenAlerts { get; init; }

    /// <summary>Alerts that moved in the last seven days; null where the history is not there.</summary>
    [JsonPropertyName("alerts_7d")]
    public int? AlertsIn7Days { get; init; }

    /// <summary>Judgements of the last seven days that its alerts were false; likewise.</summary>
    [JsonPropertyName("false_7d")]
    public int? FalseIn7Days { get; init; }

    /// <summary>Conditions that this instance could not evaluate.</summary>
    public long Errors { get; init; }

    /// <summary>Last change of its file; null where the file is gone.</summary>
    public string? Changed { get; init; }
}
