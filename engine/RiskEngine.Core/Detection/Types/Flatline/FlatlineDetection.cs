using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;

namespace RiskEngine.Core.Detection.Types.Flatline;

/// <summary><c>flatline</c>: how long a key has kept reporting the same value. The measure is in seconds.</summary>
/// <remarks>Measured at every event: the time since the first of the readings that all lie within <paramref name="Tolerance"/> of it. A reading
/// outside starts anew at 0. Where the rule has a schedule, only the time within it counts. A silent key is not flat: that is <c>absence</c>.</remarks>
/// <param name="Value">The number that must move.</param>
/// <param name="Tolerance">Largest difference that counts as the same; zero or above.</param>
/// <param name="MinCount">Fewest equal readings; until then the measure is 0. At least 2.</param>
public sealed record FlatlineDetection(EventNumber Value, double Tolerance, long MinCount) : DetectionType
{
    private const int MostDays = 3650;

    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("flatline:RULE:BY:EVENTS:VALUE",
        "Double value, time since, Int first offset, Int count", FlatlineDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "flatline";

    /// <inheritdoc/>
    public override string Measure => $"unchanged {Value.Text}";

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Observed;

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
    public override string? NeverSilent => "flatline looks at readings, so for it a source is never silent";

    /// <inheritdoc/>
    public override bool EndsByItself => true;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "nothing was measured";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => rule.Schedule is { } schedule ? schedule.Spanning(2 * LongestOf(rule.Grades)) : 2 * LongestOf(rule.Grades);

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("flatline", rule)}:{PartId.TextOf(Value)}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new FlatlineDetector(this, site));

    /// <summary>The longest run that a grade asks for; beyond <see cref="MostDays"/> nothing is asked of a log.</summary>
    private static TimeSpan LongestOf(GradeLadder grades)
    {
        var seconds = Enum.GetValues<Grade>().Select(grade => grades[grade]?.Threshold ?? 0).Where(double.IsFinite).Max();
        return TimeSpan.FromSeconds(Math.Clamp(seconds, 0, TimeSpan.FromDays(MostDays).TotalSeconds));
    }
}
