namespace RiskEngine.Core.Desk;

/// <summary>How the risk of areas fades, and which areas are chronic.</summary>
public sealed record PlacePolicy
{
    /// <summary>How long until the index has fallen by half, once what raised it is over.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many days the desk looks back for chronic areas.</summary>
    public int Days { get; init; } = 90;

    /// <summary>From how many incidents within these days on an area is chronic.</summary>
    public int ChronicIncidents { get; init; } = 5;

    /// <summary>The index above which an area is in trouble, 0 to 100.</summary>
    public double TroubleAbove { get; init; } = 50;

    /// <summary>The share of these days, 0 to 1, from which on an area in trouble is chronic.</summary>
    public double ChronicShare { get; init; } = 0.2;
}
