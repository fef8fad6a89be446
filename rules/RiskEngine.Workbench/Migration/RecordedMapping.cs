using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Workbench.Inputs;

namespace RiskEngine.Workbench.Migration;

/// <summary>The mapping of CSV files that a command names: one of today, or one of the old form, which is read as what <see cref="MappingMigration"/> makes of it.</summary>
public static class RecordedMapping
{
    /// <summary>Loads it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>How recordings are read by it: files that are not JSON Lines are of its topic, whatever their name is.</returns>
    /// <exception cref="InputException">It cannot be read, or has faults; one line each.</exception>
    public static MappedInputs Load(string path)
    {
        if (!File.Exists(path)) throw new InputException($"{path}: no such file; check --mapping");
        var loaded = IsOld(path) ? new InputLoader().LoadBytes(path, Encoding.UTF8.GetBytes(MappingMigration.Migrate(path))) : new InputLoader().LoadFrom(path);
        if (loaded.HasErrors)
            throw new InputException(DiagnosticText.Render(loaded.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)).TrimEnd());
        return new MappedInputs(loaded.Inputs) { CsvTopic = loaded.Inputs.Mappings[0].Topics[0].Replace('*', 'x').Replace('?', 'x') };
    }

    /// <summary>Whether a mapping is of the old form, which names no topics.</summary>
    public static bool IsOld(string path) =>
        !File.ReadLines(path).Any(line => line.StartsWith("topics:", StringComparison.Ordinal) || line.StartsWith("codec:", StringComparison.Ordinal)
            || line.StartsWith("\"topics\":", StringComparison.Ordinal));
}
