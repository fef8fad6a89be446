namespace RiskEngine.Rules.Tests;

/// <summary>Finds files of the repository from where the tests run.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Whether golden files are to be written anew: <c>RISKENGINE_REWRITE_GOLDEN=1</c>.</summary>
    public static bool RewritesGolden => Environment.GetEnvironmentVariable("RISKENGINE_REWRITE_GOLDEN") == "1";

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("the tests run outside the repository");
    }
}
