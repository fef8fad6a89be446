using RiskEngine.Core.Rules;
using RiskEngine.Rules.Cases;

namespace RiskEngine.Rules;

/// <summary>A rule with what its file says beside what it does.</summary>
public sealed record RuleDocument
{
    /// <summary>The compiled rule.</summary>
    public required Rule Rule { get; init; }

    /// <summary>Its tests: those in its file, then those in files beside it.</summary>
    public IReadOnlyList<RuleTestCase> Tests { get; init; } = [];
}
