using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>A rule with what the comparison of all rules wants to know; how it was written is not kept.</summary>
/// <param name="Document">The rule and its tests.</param>
/// <param name="Place">Where its id stands.</param>
/// <param name="TestsPlace">Where its tests stand, or ought to.</param>
/// <param name="Firing">What it measures and grades, as a hash: rules of one hash always fire together.</param>
/// <param name="Rules">The ids of the rules that it counts, where they stand.</param>
internal sealed record LoadedRule(RuleDocument Document, SourceSpan Place, SourceSpan TestsPlace, string Firing, IReadOnlyList<YamlScalar> Rules)
{
    public static LoadedRule Of(ReadRule read) => new(
        new RuleDocument { Rule = read.Rule, Tests = read.Tests }, read.Map.PlaceOf(RuleKeys.Id), read.Map.PlaceOf(RuleKeys.Tests),
        RuleHash.OfFiring(read.Rule, read.Detection.Meaning), read.Detection.Rules);
}
