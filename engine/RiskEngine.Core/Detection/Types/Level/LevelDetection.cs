using System.Globalization;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Types.Level;

/// <summary><c>level</c>: what events have raised and lowered since a time of day, such as how many people are inside.</summary>
/// <remarks>Measured at every event, after it. At <see cref="Reset"/>, before the events of that time, the level is 0 again: counters miss people, and what they
/// miss adds up. While an alert is open that is measured too.</remarks>
public sealed record LevelDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("level:RULE:BY:EVENTS:VALUE:RESET:LOWEST",
        "Double level, time of the first event since the reset, Int smallest offset, Int largest offset, Int count", LevelDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "level";

    /// <inheritdoc/>
    public override string Measure => string.Create(CultureInfo.InvariantCulture, $"level of {Value.Text} since {Reset.Time:HH:mm}");

    /// <summary>What an event adds; a negative number takes away.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>When the level is 0 again.</summary>
    public required DailyTime Reset { get; init; }

    /// <summary>The level never falls below it; null for no such bound. At most 0.</summary>
    public double? Lowest { get; init; }

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Likely;

    /// <inheritdoc/>
    public override EventNumber? Reads => Value;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [];

    /// <inheritdoc/>
    public override IModel? Judge => null;

    /// <inheritdoc/>
    public override IReadOnlyList<string>? CountedRules => null;

    /// <inheritdoc/>
    public override string? WhyNotTold(int signalDepth) => null;

    /// <inheritdoc/>
    public override string? NeverSilent => "a level stays where it is while nothing comes";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "nothing was measured";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => DailyTime.LongestDay;

    internal override string? MemoryPart(Rule rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{PartId.Of("level", rule)}:{PartId.TextOf(Value)}:{Reset}:{Lowest}");

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new LevelDetector(this, site));
}
