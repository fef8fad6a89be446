using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Desk;

/// <summary>Who is told next where nobody has acknowledged an incident in time.</summary>
/// <param name="From">The lightest grade that is escalated.</param>
/// <param name="Steps">The steps, in order of time.</param>
public sealed record EscalationPolicy(Grade From, IReadOnlyList<EscalationStep> Steps);
