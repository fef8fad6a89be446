using System.Text.Json;
using RiskEngine.Core.Time;
using RiskEngine.Simulator.Communities;

namespace RiskEngine.Simulator.Demo;

/// <summary>One transition as the demo shows it.</summary>
internal sealed record DemoAlert
{
    public required string Id { get; init; }

    public required string Rule { get; init; }

    public required string State { get; init; }

    public required string Grade { get; init; }

    public required string Site { get; init; }

    public string? Source { get; init; }

    public required string Message { get; init; }

    public required EventTime At { get; init; }

    /// <summary>Reads a record of <c>risk.alerts.v1</c>.</summary>
    public static DemoAlert Parse(JsonElement alert)
    {
        string Text(string name) => alert.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        return new DemoAlert
        {
            Id = Text("alert"),
            Rule = Text("rule"),
            State = Text("state"),
            Grade = Text("grade"),
            Site = Text("site"),
            Source = alert.TryGetProperty("source", out var source) ? source.GetString() : null,
            Message = Text("message"),
            At = EventTime.From(alert.GetProperty("time").GetDateTimeOffset()),
        };
    }

    /// <summary>The firing transitions, as the scorecard wants them.</summary>
    public static IReadOnlyCollection<ObservedAlert> Observed(IEnumerable<DemoAlert> transitions) => [.. transitions
        .Where(alert => alert.State == "firing")
        .Select(alert => new ObservedAlert(alert.Id, alert.Rule, alert.Site, alert.Source, alert.Grade, alert.At))];
}
