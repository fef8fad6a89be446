namespace RiskEngine.Architecture.Tests;

/// <summary>The source files.</summary>
internal static class Sources
{
    /// <summary>The folders of what we ship.</summary>
    public static readonly string[] Folders = ["engine", "rules", "models", "bench"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file of the projects that we ship, by its path below the root, with its lines.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = Read(Folders);

    /// <summary>Those of the tests.</summary>
    public static IReadOnlyDictionary<string, string[]> Tests { get; } = Read("tests");

    /// <summary>All of them.</summary>
    public static IEnumerable<KeyValuePair<string, string[]>> Everything => All.Concat(Tests);

    private static Dictionary<string, string[]> Read(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)
        .ToDictionary(path => path, path => File.ReadAllLines(Path.Combine(Root, path)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("RiskEngine.sln is in no folder above the tests");
    }
}
