using RiskEngine.Core.Registers;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Windows;

namespace RiskEngine.Core.Detection.Types.Ratio;

/// <summary>What stands on one side of a ratio: aggregates of one number of some events.</summary>
public sealed record RatioSide
{
    /// <summary>The measure and its kinds as written, e.g. <c>sum(value) of flow.people.out</c>.</summary>
    public required string Text { get; init; }

    /// <summary>Which events.</summary>
    public required SequenceStep Events { get; init; }

    /// <summary>The number that is aggregated.</summary>
    public required EventNumber Value { get; init; }

    /// <summary>The aggregates that the measure reads, in order.</summary>
    public required IReadOnlyList<AggregateCall> Aggregates { get; init; }

    /// <summary>Combines the aggregates' results (same order) to the measure; null where it is the first of them as it is. Allocates nothing.</summary>
    public Func<double[], double>? Combine { get; init; }

    /// <summary>What is known of the registers that <c>increase</c> and <c>rate</c> read.</summary>
    public RegisterLimits Register { get; init; } = RegisterLimits.Guessed;

    /// <summary>The columns that its windows keep.</summary>
    internal PaneLayout Layout => new(Aggregates, Register);

    /// <summary>What it keeps, for the name of the state.</summary>
    internal string Part => $"{PartId.HashOf([.. Events.On.Select(kind => kind.Text), Events.Where?.Text, PartId.TextOf(Value)])}:{Layout}";
}
