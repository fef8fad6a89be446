using System.Globalization;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Detection.Types.Metric;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Changes;

/// <summary><c>changes</c>: how often a value has changed over a window.</summary>
/// <remarks>A reading changes the value where it differs from the one that the key had before, however long ago; the first reading of a key changes nothing. The window
/// holds the changes alone: it is measured like a count of events, at each change, or at the end of each window.</remarks>
public sealed record ChangesDetection : DetectionType
{
    private static readonly EventNumber Change = new("1", static _ => 1);

    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("changes:RULE:BY:EVENTS:VALUE:DIRECTION:TOLERANCE:SIZE",
        "Double value, or the bits of its hash where texts are values too (VALUE ends with `#`); the changes are panes or samples of their own", ChangesDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "changes";

    /// <inheritdoc/>
    public override string Measure => Direction switch
    {
        Direction.Up => $"rises of {Value.Text}",
        Direction.Down => $"falls of {Value.Text}",
        _ => $"changes of {Value.Text}",
    };

    /// <summary>What changes: a number, or, where it has a hash, anything that can be told apart.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>The window.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>Which changes count; numbers alone have a direction.</summary>
    public Direction Direction { get; init; }

    /// <summary>The largest difference from the value at the last change that is none; zero or above. For numbers alone.</summary>
    public double Tolerance { get; init; }

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
    public override string? NeverSilent => "what does not speak does not change, which is a measurement and no silence";

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "the value did not change in the way that counts";

    /// <summary>A window, and one more in which there was a reading from which the first one in it differs: of a value that comes less often, one change may be missed.</summary>
    public override TimeSpan LooksBack(Rule rule) => (2 * Window.Size) + (Window.Every ?? TimeSpan.Zero);

    /// <summary>The same as a metric, once only changes are left.</summary>
    internal MetricDetection AsCount(Rule rule) => new()
    {
        TypeName = Type,
        Text = Measure,
        Value = Change with { Text = $"{Measure}{(Tolerance > 0 ? Within() : "")} by {rule.Id}" },
        Window = Window,
        Aggregates = [new AggregateCall(AggregateKind.Count)],
    };

    internal override string? MemoryPart(Rule rule) => string.Create(CultureInfo.InvariantCulture,
        $"{PartId.Of("changes", rule)}:{PartId.TextOf(Value)}:{Direction}:{Tolerance}:{Window.Size.Ticks}{(Window.Every is { } every ? $"/{every.Ticks}" : "")}");

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new ChangesDetector(this, site));

    private string Within() => string.Create(CultureInfo.InvariantCulture, $" beyond {Tolerance}");
}
