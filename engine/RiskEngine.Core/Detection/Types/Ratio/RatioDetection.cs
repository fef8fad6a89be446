using System.Globalization;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Ratio;

/// <summary><c>ratio</c>: what some events measure over a window, divided by what others measure over the same.</summary>
/// <remarks>Measured at each end of a window. A count, a sum or an increase of nothing is 0, any other aggregate of nothing is unknown. The ratio is unknown where the
/// denominator is unknown, 0 or below, or below <see cref="AtLeast"/>, and then changes nothing. A key without events on either side in a window is silent.</remarks>
public sealed record RatioDetection : DetectionType
{
    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("ratio:RULE:BY:EVENTS:SIZE:EVERY:OF:TO",
        "for each side, OF and TO: Bool, and where 1 the register; Bool, and where 1 panes", RatioDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "ratio";

    /// <inheritdoc/>
    public override string Measure => $"{Numerator.Text} / {Denominator.Text}";

    /// <summary>The numerator.</summary>
    public required RatioSide Numerator { get; init; }

    /// <summary>The denominator.</summary>
    public required RatioSide Denominator { get; init; }

    /// <summary>The window, with its distance between measurements.</summary>
    public required WindowSpec Window { get; init; }

    /// <summary>The least denominator that makes a ratio; zero or above.</summary>
    public double AtLeast { get; init; }

    /// <inheritdoc/>
    public override Certainty Certainty => Certainty.Likely;

    /// <inheritdoc/>
    public override EventNumber? Reads => null;

    /// <inheritdoc/>
    public override IReadOnlyList<SequenceStep> EventSteps => [Numerator.Events, Denominator.Events];

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
    public override string WhyUnknown => string.Create(CultureInfo.InvariantCulture, $"{Denominator.Text} is {(AtLeast > 0 ? $"below {AtLeast}" : "0")} or unknown");

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "no window with the event ended within the recording";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => ((Numerator.Layout.HasTimeWeights || Denominator.Layout.HasTimeWeights ? 2 : 1) * Window.Size) + Every;

    /// <summary>Distance between measurements.</summary>
    internal TimeSpan Every => Window.Every ?? Window.Size;

    internal override string? MemoryPart(Rule rule) => $"{PartId.Of("ratio", rule)}:{Window.Size.Ticks}:{Every.Ticks}:{Numerator.Part}:{Denominator.Part}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new RatioDetector(this, site));
}
