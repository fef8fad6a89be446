using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.NewValue;

/// <summary><c>new_value</c>: a value that the key has not shown before. The measure is 1 at such an event, and 0 again after <see cref="Hold"/>.</summary>
/// <remarks>Values that come while the key is younger than <see cref="Learn"/> are learned silently. A value unseen for longer than <see cref="Remember"/>
/// is forgotten, and new again. A further finding within <see cref="Hold"/> prolongs the first.</remarks>
public sealed record NewValueDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("new:RULE:BY:EVENTS:VALUE",
        "Bool whether a finding lasts, and if so the time until which; time of the first event; Count of values, the one unseen longest first, " +
        "each Double (bits of its hash) and its last time, counted from the first event",
        NewValueDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "new_value";

    /// <inheritdoc/>
    public override string Measure => $"new {Value.Text}";

    /// <summary>What is compared: its hash, or the bits of the number.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>How long a key only learns, from its first event.</summary>
    public required TimeSpan Learn { get; init; }

    /// <summary>How long an unseen value is remembered.</summary>
    public required TimeSpan Remember { get; init; }

    /// <summary>How long the finding lasts.</summary>
    public required TimeSpan Hold { get; init; }

    /// <summary>Most values remembered for a key; the one unseen longest makes room.</summary>
    public int MaxValues { get; init; } = 1000;

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Observed;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "the finding of new_value ends after its hold, whatever comes";

    /// <inheritdoc/>
    public override bool EndsByItself => true;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "the value is known, or the key is still learning";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => Learn + Remember + Hold;

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("new", rule)}:{PartId.TextOf(Value)}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new NewValueDetector(this, site));
}
