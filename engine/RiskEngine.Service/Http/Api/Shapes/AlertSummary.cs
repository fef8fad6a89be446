using System.Text.Json;
using System.Text.Json.Serialization;
using RiskEngine.Reading.Picture;
using RiskEngine.Reading.Records;
using RiskEngine.Service.Http.Answers;

namespace RiskEngine.Service.Http.Api.Shapes;

/// <summary>An alert as lists show it: fields of its last transition (docs/alerts.md), and what its incident adds.</summary>
internal sealed record AlertSummary
{
    public required string Alert { get; init; }
    public required int Transition { get; init; }
    public required string Rule { get; init; }
    public string? RuleHash { get; init; }
    public string? Title { get; init; }
    public required string State { get; init; }
    public required string Grade { get; init; }
    public string? PreviousGrade { get; init; }
    public string? Direction { get; init; }
    public string? Reason { get; init; }
    public bool? Flapping { get; init; }
    public bool? Reopened { get; init; }
    public bool? Rebuilt { get; init; }
    public bool? Backfilled { get; init; }
    public string? Key { get; init; }
    public string? By { get; init; }
    public string? Source { get; init; }
    public string? Site { get; init; }
    public string? Area { get; init; }
    public string? Onset { get; init; }
    public string? FirstEvidence { get; init; }
    public string? Time { get; init; }
    public string? Measure { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public double? Threshold { get; init; }

    public string? Unit { get; init; }
    public string? Certainty { get; init; }
    public IReadOnlyList<string>? Incomplete { get; init; }
    public string? Message { get; init; }
    public IReadOnlyDictionary<string, string>? Messages { get; init; }
    public string? Runbook { get; init; }
    public string? Owner { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Id of the open incident that it belongs to; null where none is known.</summary>
    public string? Incident { get; init; }

    /// <summary>Who acknowledged that, and when.</summary>
    public Acknowledgement? Acknowledged { get; init; }

    /// <summary>The summary of an alert.</summary>
    public static AlertSummary Of(ShownAlert shown) => Fields(shown.Alert) with { Incident = shown.Incident?.Id, Acknowledged = Acknowledgement.Of(shown.Incident) };

    /// <summary>A record with fields of other types than the contract's is shown by what it was filtered by.</summary>
    private static AlertSummary Fields(AlertRecord alert)
    {
        try
        {
            if (JsonSerializer.Deserialize<AlertSummary>(alert.Json.Span, JsonAnswer.Format) is { } fields) return fields;
        }
        catch (JsonException)
        {
            // Below.
        }

        return new AlertSummary
        {
            Alert = alert.Alert,
            Transition = alert.Transition,
            Rule = alert.Rule,
            State = alert.IsOpen ? "firing" : "resolved",
            Grade = GradeName.Of(alert.Grade),
            Key = alert.Key,
            Source = alert.Source,
            Title = alert.Title,
            Message = alert.Message,
            FirstEvidence = $"{alert.FirstEvidence}",
            Time = $"{alert.At}",
        };
    }
}
