using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Scoring;
using RiskEngine.Core.State;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Spike;

/// <summary><c>spike</c>: an aggregate over the current window against the same over the reference window before it, or over a window of the same length some time ago.</summary>
/// <remarks>
/// At every multiple of <see cref="Every"/> since the epoch, T: current is <c>[T - Window, T)</c>, reference <c>[T - Window - Reference, T - Window)</c>, or with
/// <see cref="Offset"/> <c>[T - Offset - Window, T - Offset)</c>. With <see cref="IsDifference"/> the measure is the difference instead of the factor, in the unit of the
/// aggregate, which is unknown where one of the two is; a count of nothing is 0 there.
/// Counts, sums, increases and integrals of the reference are scaled to the length of the current window. Silent until the key was first seen a whole reference and
/// window ago; a key without data in both windows is forgotten (<c>no_data</c>) and starts anew. The measure is the factor: current / reference for
/// <see cref="SpikeDirection.Up"/>, its inverse for Down, the larger for Both. A count of nothing is taken as one event; a sum
/// or increase of nothing is 0; any other aggregate of nothing is unknown, and so is the factor. No factor is larger than <see cref="LargestFactor"/>, which
/// also stands for something divided by 0; 0 divided by 0 is unknown. An unknown factor changes nothing.
/// </remarks>
public sealed record SpikeDetection : DetectionType
{
    /// <summary>The largest factor that is measured.</summary>
    public const double LargestFactor = 1_000_000;

    /// <summary>What its rules store.</summary>
    public static StoredPart Stored { get; } = new("spike:RULE:BY:EVENTS:VALUE:WINDOW:REFERENCE:EVERY:COLUMNS",
        "time of the first event, then panes; before them the register where there is one", SpikeDetector.InWords);

    /// <inheritdoc/>
    public override string Type => "spike";

    /// <inheritdoc/>
    public override string Measure => Text;

    /// <summary>The aggregate as written, e.g. <c>count()</c>.</summary>
    public required string Text { get; init; }

    /// <summary>The number that is aggregated.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>The aggregate.</summary>
    public required AggregateCall Aggregate { get; init; }

    /// <summary>Whether a window that is twice as long gives twice as much.</summary>
    internal bool AddsUp => Aggregate.Kind is AggregateKind.Count or AggregateKind.Sum or AggregateKind.Increase or AggregateKind.TimeIntegral;

    /// <summary>What is known of the registers that <c>increase</c> and <c>rate</c> read.</summary>
    public RegisterLimits Register { get; init; } = RegisterLimits.Guessed;

    /// <summary>The columns that its windows keep.</summary>
    internal PaneLayout Layout => new([Aggregate], Register);

    /// <summary>Length of the current window.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Length of the reference window.</summary>
    public required TimeSpan Reference { get; init; }

    /// <summary>How long before the current window the reference lies, which is as long then; at least <see cref="Window"/>. Null where it lies right before it.</summary>
    public TimeSpan? Offset { get; init; }

    /// <summary>Whether the measure is the difference of the two and not their factor.</summary>
    public bool IsDifference { get; init; }

    /// <summary>From the start of the reference window to the end of the current one.</summary>
    internal TimeSpan Reach => Window + (Offset ?? Reference);

    /// <summary>Distance between evaluations.</summary>
    public required TimeSpan Every { get; init; }

    /// <summary>Which way counts.</summary>
    public SpikeDirection Direction { get; init; }

    /// <summary>Fewest events in the current window for a spike up; with fewer, the factor upwards is 0.</summary>
    public long MinCurrent { get; init; }

    /// <summary>Fewest events in the reference window; with fewer, the factor is unknown. At least 1.</summary>
    public long MinReference { get; init; } = 1;

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
    public override string WhyUnknown => "the measure is not known";

    /// <inheritdoc/>
    public override string WhyUnmeasured(IReadOnlyList<ScoreFinding> findings) => "the reference window is not full, or there are too few events";

    /// <inheritdoc/>
    public override TimeSpan LooksBack(Rule rule) => 2 * (Reach + Every);

    internal override string? MemoryPart(Rule rule) =>
        $"{PartId.Of("spike", rule)}:{PartId.TextOf(Value)}{(Offset is null ? "" : " before")}:{Window.Ticks}:{(Offset ?? Reference).Ticks}:{Every.Ticks}:{Layout}";

    internal override IReadOnlyList<string> LearnedParts(Rule rule) => [];

    internal override TimeSpan? SharedSpan => null;

    internal override void Attach(DetectorSite site) => site.Add(new SpikeDetector(this, site));
}
