using RiskEngine.Core.Desk;
using RiskEngine.Rules.Desk;
using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Service.Catalog;

/// <summary>Loads the desk's file, or refuses it with every error.</summary>
public static class DeskFile
{
    /// <summary>Loads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="areaLevels">Names of the levels of a site path, outermost first.</param>
    /// <param name="areaLevel">The one whose areas one task of the desk owns.</param>
    /// <exception cref="RulesException">There are errors, or no such file.</exception>
    public static DeskPolicy Load(string path, IReadOnlyList<string> areaLevels, string areaLevel)
    {
        var result = new DeskLoader(areaLevels, areaLevel).Load(path);
        if (!result.HasErrors) return result.Policy;
        throw new RulesException(
            "the desk's file has errors\n" + DiagnosticText.Render(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }
}
