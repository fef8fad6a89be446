using RiskEngine.Core.Rules;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>How a task reads signals.</summary>
/// <param name="Patience">How long a producer that says nothing is waited for.</param>
/// <param name="Rules">All rules by id, those of the alerts that signals speak of among them.</param>
public sealed record SignalReading(TimeSpan Patience, IReadOnlyDictionary<string, Rule> Rules);
