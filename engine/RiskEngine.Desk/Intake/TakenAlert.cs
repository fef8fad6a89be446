using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Desk.Intake;

/// <summary>A transition of an alert as the desk reads it.</summary>
public readonly record struct TakenAlert
{
    /// <summary>The alert.</summary>
    public required AlertId Id { get; init; }

    /// <summary>Number of the transition, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>What it shares with other alerts of its rule.</summary>
    public required AlertFacts Facts { get; init; }

    /// <summary>What it concerns.</summary>
    public required string Key { get; init; }

    /// <summary>The device; null where the key is none.</summary>
    public string? Source { get; init; }

    /// <summary>Site or area; empty where unknown.</summary>
    public required string Place { get; init; }

    /// <summary>Firing or resolved.</summary>
    public required AlertState State { get; init; }

    /// <summary>Its grade; the last one where it has ended.</summary>
    public required Grade Grade { get; init; }

    /// <summary>How sure it is.</summary>
    public required Certainty Certainty { get; init; }

    /// <summary>When it took place, in event time.</summary>
    public required EventTime At { get; init; }

    /// <summary>The families of events behind it, in order of name, separated by commas; empty where nothing is known.</summary>
    public required string Families { get; init; }

    /// <summary>The sentence for people.</summary>
    public required string Message { get; init; }

    /// <summary>What was missing when it was evaluated; empty where nothing was.</summary>
    public IReadOnlyList<string> Incomplete { get; init; }

    /// <summary>Whether it says nothing but that no data came.</summary>
    public bool IsWithoutData { get; init; }

    /// <summary>Which devices of its place have fallen silent, where it speaks of that; null otherwise.</summary>
    public BlindFacts? Blind { get; init; }

    /// <summary>Whether it belongs to a drill.</summary>
    public bool Drill { get; init; }
}
