namespace RiskEngine.Architecture.Tests;

/// <summary>The source files: those that we ship, and all of them.</summary>
internal static class Sources
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file that we ship, by its path below the root, with its lines.</summary>
    public static IReadOnlyDictionary<string, string[]> All { get; } = Of("engine", "rules", "models");

    /// <summary>The same with benchmarks and tests.</summary>
    public static IReadOnlyDictionary<string, string[]> WithTests { get; } = Of("engine", "rules", "models", "bench", "tests");

    private static Dictionary<string, string[]> Of(params string[] folders) => folders
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
