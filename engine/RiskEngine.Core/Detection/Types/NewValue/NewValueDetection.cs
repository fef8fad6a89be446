using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Types.NewValue;

/// <summary><c>new_value</c>: a value that the key has not shown before. The measure is 1 at such an event, and 0 again after <see cref="Hold"/>.</summary>
/// <remarks>Values that come while the key is younger than <see cref="Learn"/> are learned silently. A value unseen for longer than <see cref="Remember"/>
/// is forgotten, and new again. A further finding within <see cref="Hold"/> prolongs the first.</remarks>
public sealed record NewValueDetection : Rules.Detection
{
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
}
