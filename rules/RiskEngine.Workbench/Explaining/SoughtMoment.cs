using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Workbench.Explaining;

/// <summary>What one pass over the recording looks for.</summary>
/// <param name="Offset">Number of the event to look at; null where <paramref name="EventId"/> names it, or where there is none.</param>
/// <param name="EventId">Id of the event to look at.</param>
/// <param name="Rule">The rule whose state is asked for; null where only the event is.</param>
/// <param name="Key">Its key.</param>
/// <param name="At">The time of that state.</param>
/// <param name="Measured">The measurement that is asked for; null for the last one until <paramref name="At"/>.</param>
internal sealed record SoughtMoment(long? Offset, string? EventId, Rule? Rule, string? Key, EventTime At, Measurement? Measured = null);
