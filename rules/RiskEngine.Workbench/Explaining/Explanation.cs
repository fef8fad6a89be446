using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Explaining;

/// <summary>The answer to an <see cref="ExplainRequest"/>.</summary>
public sealed record Explanation
{
    /// <summary>The event looked at, as JSON; null where there is none.</summary>
    public string? EventJson { get; init; }

    /// <summary>Its number in the recording.</summary>
    public long? Offset { get; init; }

    /// <summary>When it happened.</summary>
    public EventTime? Time { get; init; }

    /// <summary>The rule in question at the time in question; null where an event was asked for.</summary>
    public RuleExplanation? Focus { get; init; }

    /// <summary>The time in question.</summary>
    public EventTime? At { get; init; }

    /// <summary>What the rules made of the event, the most interesting first.</summary>
    public IReadOnlyList<RuleExplanation> Rules { get; init; } = [];
}
