using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Where a detector taps the stream of events.</summary>
/// <param name="Rules">Whose events it observes; several share it, and have kinds, condition and key in common.</param>
/// <param name="Keys">The keys of those.</param>
/// <param name="Schedule">What is due for them.</param>
/// <param name="Detector">What measures.</param>
/// <param name="Asked">The scores that expressions of the rules ask for; null for none.</param>
internal sealed record Attachment(IReadOnlyList<Rule> Rules, KeyDirectory Keys, KeySchedule Schedule, IDetector Detector, AskedScores? Asked)
{
    /// <summary>Keep the attributes that sentences of the rules show; null where none does.</summary>
    public LastAttributes[]? Shown { get; init; }

    /// <summary>The first of them.</summary>
    public Rule Rule => Rules[0];
}
