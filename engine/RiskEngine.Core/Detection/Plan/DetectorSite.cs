using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Detection.Scorers;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Where the detector of one rule is set up: what it works with, and whom it tells what else it needs.</summary>
/// <param name="rule">The rule.</param>
/// <param name="keys">The keys that it is evaluated for.</param>
/// <param name="schedule">What is due for them.</param>
/// <param name="alerts">Its alerts, which take the measurements.</param>
/// <param name="plan">All detectors of the task.</param>
internal sealed class DetectorSite(Rule rule, KeyDirectory keys, KeySchedule schedule, AlertBook alerts, DetectorPlan plan)
{
    public Rule Rule => rule;

    public KeyDirectory Keys => keys;

    public AlertBook Alerts => alerts;

    public KeySchedule Schedule => schedule;

    public DetectorPlan Plan => plan;

    /// <summary>The scorers whose findings the rule's alerts tell, besides those of its expressions.</summary>
    public List<SeriesScorers> Judges { get; } = [];

    /// <summary>What the detector's memory is called.</summary>
    /// <exception cref="InvalidOperationException">The rule type says that it keeps none.</exception>
    public string MemoryPart => rule.Detection.MemoryPart(rule) ?? throw new InvalidOperationException($"rule '{rule.Id}': {rule.Detection.Type} keeps no memory");

    /// <summary>Adds a detector of the rule's own, which observes its events.</summary>
    public void Add(IDetector detector) => plan.Attach([rule], keys, schedule, detector);

    /// <summary>Adds a detector of the rule's own, which looks at alerts.</summary>
    public void Add(IAlertFollower follower) => plan.Follow(follower);

    /// <summary>The group of rules that share a detector by the name of what it keeps.</summary>
    public TGroup Share<TGroup>(string part, Func<TGroup> create)
        where TGroup : RuleGroup => plan.Share(part, create);
}
