using RiskEngine.Rules.Files;
using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules.Editing;

/// <summary>What a file may hold: the same description that the parser and the JSON Schema have.</summary>
/// <param name="Root">The keys of the file.</param>
/// <param name="Types">The rule types; none where the language has none.</param>
internal sealed record DraftLanguage(MapSpec Root, IReadOnlyList<RuleType> Types)
{
    /// <summary>A mapping of input topics.</summary>
    public static readonly DraftLanguage Mapping = new(InputKeys.Mapping, []);

    /// <summary>Tests beside a rule.</summary>
    public static readonly DraftLanguage Cases = new(CaseFileKeys.File, []);

    /// <summary>What a rule file, or the file of tests beside one, may hold.</summary>
    public static DraftLanguage OfRules(string file, IReadOnlyList<RuleType> types) => RuleFiles.HoldsTests(file) ? Cases : new(RuleKeys.Rule, types);
}
