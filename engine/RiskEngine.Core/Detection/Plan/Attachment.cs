using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Where a detector taps the stream of events; for rules that share one, by the first of them.</summary>
/// <param name="Rule">Whose events it observes.</param>
/// <param name="Keys">The keys of those.</param>
/// <param name="Detector">What measures.</param>
/// <param name="Asked">The scores that expressions of the rules ask for; null for none.</param>
internal sealed record Attachment(Rule Rule, KeyDirectory Keys, IDetector Detector, AskedScores? Asked);
