using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection;

/// <summary>The rules that no file holds: what the engine says of itself.</summary>
public static class BuiltInRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Rule> All { get; } = [SilentProducers.Rule];
}
