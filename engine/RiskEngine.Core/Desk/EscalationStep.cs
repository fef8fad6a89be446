namespace RiskEngine.Core.Desk;

/// <summary>One step of an escalation.</summary>
/// <param name="After">How long after the incident reached its grade.</param>
/// <param name="To">Who is told.</param>
/// <param name="Sink">By which sink; null for all.</param>
public sealed record EscalationStep(TimeSpan After, string To, string? Sink);
