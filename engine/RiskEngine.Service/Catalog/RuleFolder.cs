using RiskEngine.Core.Rules;
using RiskEngine.Rules;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Service.Catalog;

/// <summary>Loads rules for a command, or refuses with every diagnostic.</summary>
public static class RuleFolder
{
    /// <summary>What rules may use.</summary>
    public static RuleLoadOptions Options(ModelSet models) => RuleLoadOptions.Default with { Models = models.All };

    /// <summary>Loads the rules below a path.</summary>
    /// <param name="path">A rule file, or a folder of them.</param>
    /// <param name="models">The models that they may name.</param>
    /// <param name="areaLevels">Names of the levels of a site path, outermost first; the usual four without it.</param>
    /// <param name="signalDepth">How many of them form the area whose signals lie together.</param>
    /// <exception cref="RulesException">There are errors, or no rule.</exception>
    public static IReadOnlyList<Rule> Load(string path, ModelSet models, IReadOnlyList<string>? areaLevels = null, int signalDepth = 1)
    {
        var options = Options(models);
        if (areaLevels is not null) options = options with { AreaLevels = areaLevels };
        options = options with { SignalDepth = signalDepth };
        var result = new RuleLoader(options).LoadFrom(path);
        if (result.HasErrors)
        {
            throw new RulesException(
                "the rules have errors\n" + DiagnosticText.Render(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        }

        return result.Rules.Count > 0 ? result.Rules : throw new RulesException($"{path}: no rule file (*.yaml) there; name a folder such as rules/packs");
    }
}
