using RiskEngine.Core.Rules;
using RiskEngine.Sinks.Notices;

namespace RiskEngine.Sinks.Delivery;

/// <summary>What a sink wants, and how it sends.</summary>
public sealed record SinkPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is told of.</summary>
    public required NoticeKind Of { get; init; }

    /// <summary>Which notices it wants.</summary>
    public required NoticeFilter Filter { get; init; }

    /// <summary>The least grade that does not wait for others; default orange.</summary>
    public Grade Urgent { get; init; } = Grade.Orange;

    /// <summary>How it sends.</summary>
    public DeliveryPolicy Policy { get; init; } = new();

    /// <summary>Whether a sink that is new begins with what the topic holds already, instead of with what comes.</summary>
    public bool FromStart { get; init; }
}
