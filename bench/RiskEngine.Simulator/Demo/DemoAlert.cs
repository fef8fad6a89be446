using RiskEngine.Core.Time;

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
}
