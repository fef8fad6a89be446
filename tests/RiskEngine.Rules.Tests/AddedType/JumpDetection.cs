using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Rules.Tests.AddedType;

/// <summary><c>jump</c>: how far a reading lies from the one before it, where that is recent. A rule type that only tests have.</summary>
/// <param name="Value">The number that is compared.</param>
/// <param name="Within">How long a reading is recent; above zero.</param>
public sealed record JumpDetection(EventNumber Value, TimeSpan Within) : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("jump:RULE:BY:EVENTS:VALUE", "Double value, its time, Int its offset", JumpDetector.InWords);

    public override string Type => "jump";

    public override string Measure => $"jump of {Value.Text}";

    public override Certainty Certainty => Certainty.Observed;

    public override EventNumber? Reads => Value;

    public override IReadOnlyList<SequenceStep> EventSteps => [];

    public override IModel? Judge => null;

    public override IReadOnlyList<string>? CountedRules => null;

    public override string? WhyNotTold(int signalDepth) => null;

    public override string? NeverSilent => "jump looks at readings, so for it a source is never silent";

    public override bool EndsByItself => false;

    public override string WhyUnknown => "the jump is not known";

    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "there is no recent reading to compare with";

    public override TimeSpan LooksBack(Rule rule) => Within;

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("jump", rule)}:{PartId.TextOf(Value)}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new JumpDetector(this, site));
}
