using RiskEngine.Core.State;
using RiskEngine.Rules.Reading.Types;

namespace RiskEngine.Rules;

/// <summary>What rules store that rules of no other type do, to say in words what a checkpoint holds (docs/state.md).</summary>
public static class StoredParts
{
    /// <summary>The parts of the rule types that we ship.</summary>
    public static IReadOnlyList<StoredPart> All { get; } = [.. RuleTypes.All.Select(type => type.Stores).OfType<StoredPart>()];
}
