using RiskEngine.Core.Rules;
using RiskEngine.Core.Versions;
using RiskEngine.Service.Catalog;

namespace RiskEngine.Service.Versions;

/// <summary>Loads rules from versions that were kept, by the same loader as from their folder.</summary>
public static class KeptRules
{
    /// <summary>Loads them.</summary>
    /// <param name="versions">Versions of rules, with their texts.</param>
    /// <param name="models">The models that they may name.</param>
    /// <param name="areaLevels">Names of the levels of a site path, outermost first.</param>
    /// <param name="signalDepth">How many of them form the area whose signals lie together.</param>
    /// <returns>The rules; their files are the keys of the versions.</returns>
    /// <exception cref="RulesException">They have errors, or there is none.</exception>
    public static IReadOnlyList<Rule> Load(IReadOnlyList<KeptVersion> versions, ModelSet models, IReadOnlyList<string> areaLevels, int signalDepth)
    {
        // Tables lie beside their rules, so each rule has a folder of its own.
        var root = Directory.CreateTempSubdirectory("riskengine-versions-");
        try
        {
            var names = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < versions.Count; i++)
            {
                var folder = Directory.CreateDirectory(Path.Combine(root.FullName, $"{i}")).FullName;
                var file = Path.Combine(folder, "rule.yaml");
                File.WriteAllText(file, versions[i].Text);
                names.Add(file, versions[i].Key);
                foreach (var (name, content) in versions[i].Files) Write(folder, name, content);
            }

            var rules = RuleFolder.Load(root.FullName, models, areaLevels, signalDepth);
            return [.. rules.Select(rule => rule with { File = names.GetValueOrDefault(rule.File, rule.File) })];
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    /// <summary>Writes a file below a folder, and nowhere else.</summary>
    private static void Write(string folder, string name, string content)
    {
        var path = Path.GetFullPath(Path.Combine(folder, name));
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new RulesException($"'{name}' is no file beside a rule");
        Directory.CreateDirectory(Path.GetDirectoryName(path) ?? folder);
        File.WriteAllText(path, content);
    }
}
