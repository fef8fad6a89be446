using System.Globalization;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Outlier;

/// <summary><c>outlier</c>: the source of a key that stands out from the others.</summary>
/// <remarks>At each end of a window every source of the key is measured, and compared with the median of all others. The measure is that of the source furthest away:
/// its difference from the median, divided by the usual spread of the others, which is 1.4826 times the median of their own differences from it (the standard deviation,
/// where they are normal) and at least a third of <see cref="MinDifference"/>; 0 where the difference is smaller than <see cref="MinDifference"/>. Hampel, F. (1974), The influence
/// curve and its role in robust estimation: up to half of the others may be anything. Unknown with fewer than <see cref="Neighbours"/> others.</remarks>
public sealed record OutlierDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("outlier:RULE:BY:EVENTS:VALUE:SIZE:EVERY:COLUMNS",
        "Int pane up to which windows have ended, Count of sources, each: String source, panes", OutlierDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "outlier";

    /// <inheritdoc/>
    public override string Measure => $"distance of {Text} from other sources";

    /// <summary>What is measured of each source, as written, e.g. <c>avg(value)</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The number that is aggregated.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>The aggregates that the measure of a source reads, in order; none of a register.</summary>
    public required IReadOnlyList<AggregateCall> Aggregates { get; init; }

    /// <summary>Combines the aggregates' results (same order); null where it is the first of them as it is. Allocates nothing.</summary>
    public Func<double[], double>? Combine { get; init; }

    /// <summary>The window, with its distance between measurements.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>The smallest difference that means anything; above zero, in the unit of what is measured of a source.</summary>
    public required double MinDifference { get; init; }

    /// <summary>Fewest other sources with a value in the window; at least 1.</summary>
    public int Neighbours { get; init; } = 3;

    /// <summary>Which way counts.</summary>
    public Direction Direction { get; init; }

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
    public override string? NeverSilent => null;

    /// <inheritdoc/>
    public override bool EndsByItself => false;

    /// <inheritdoc/>
    public override string WhyUnknown => string.Create(CultureInfo.InvariantCulture, $"fewer than {Neighbours} other sources have a value in the window");

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "no window with the event ended within the recording";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => ((Layout.HasTimeWeights ? 2 : 1) * Window.Size) + Every;

    /// <summary>The columns that the windows of a source keep.</summary>
    internal PaneLayout Layout => new(Aggregates);

    /// <summary>Distance between measurements.</summary>
    internal TimeSpan Every => Window.Every ?? Window.Size;

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("outlier", rule)}:{PartId.TextOf(Value)}:{Window.Size.Ticks}:{Every.Ticks}:{Layout}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new OutlierDetector(this, site));
}
