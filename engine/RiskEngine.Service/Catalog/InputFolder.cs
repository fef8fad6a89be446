using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Service.Catalog;

/// <summary>Loads mappings for a command, or refuses with every diagnostic.</summary>
public static class InputFolder
{
    /// <summary>Loads the mappings below a path.</summary>
    /// <param name="path">A mapping file, or a folder of them.</param>
    /// <param name="personFields">Attributes whose values become pseudonyms.</param>
    /// <param name="own">Topics that the engine itself reads and writes; no mapping may name them.</param>
    /// <exception cref="RulesException">There are errors, or no mapping.</exception>
    public static InputSet Load(string path, IReadOnlyList<string> personFields, IEnumerable<string>? own = null)
    {
        var result = new InputLoader(InputLoadOptions.Default with { PersonFields = personFields }).LoadFrom(path);
        if (result.HasErrors)
        {
            throw new RulesException(
                "the mappings have errors\n" + DiagnosticText.Render(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        }

        if (result.Inputs.Mappings.Count == 0) throw new RulesException($"{path}: no mapping file (*.yaml) there; see docs/inputs.md");
        foreach (var topic in own ?? [])
        {
            if (result.Inputs.Mappings.FirstOrDefault(mapping => mapping.Covers(topic)) is not { } mapping) continue;
            throw new RulesException($"{mapping.File}: topics of {mapping.Id} ({string.Join(", ", mapping.Topics)}) takes in {topic}, "
                + "a topic of the engine itself; name topics of your own");
        }

        return result.Inputs;
    }
}
