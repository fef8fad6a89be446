namespace RiskEngine.Rules.Files;

/// <summary>Finds the rule files below a folder.</summary>
internal static class RuleFiles
{
    private const int DeepestFolder = 16;

    /// <summary>Whether the file holds tests of the rule beside it.</summary>
    public static bool HoldsTests(string file) =>
        file.EndsWith(".tests.yaml", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".tests.yml", StringComparison.OrdinalIgnoreCase);

    /// <summary>The files below a folder, by name; hidden ones, folders named <c>mappings</c> or <c>inputs</c> and linked folders are left out.</summary>
    public static IEnumerable<string> Below(string folder) => Below(new DirectoryInfo(folder), folder, 0);

    private static IEnumerable<string> Below(DirectoryInfo folder, string shown, int depth)
    {
        var entries = folder.GetFileSystemInfos();
        Array.Sort(entries, static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var entry in entries)
        {
            if (entry.Name.StartsWith('.')) continue;
            var name = Path.Combine(shown, entry.Name);
            if (entry is DirectoryInfo below)
            {
                if (depth >= DeepestFolder || below.Name is "mappings" or "inputs" || below.LinkTarget is not null) continue;
                foreach (var file in Below(below, name, depth + 1)) yield return file;
            }
            else if (IsYaml(entry.Name))
            {
                yield return name;
            }
        }
    }

    /// <summary>Whether a file is YAML by its name.</summary>
    public static bool IsYaml(string name) =>
        name.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".yml", StringComparison.OrdinalIgnoreCase);
}
