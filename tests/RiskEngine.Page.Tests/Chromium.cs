namespace RiskEngine.Page.Tests;

/// <summary>The Chromium of this machine: RISKENGINE_CHROMIUM, or the first of its names on the path.</summary>
internal static class Chromium
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static string? Path { get; } = Find();

    private static string? Find() =>
        Environment.GetEnvironmentVariable("RISKENGINE_CHROMIUM") is { Length: > 0 } named ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(folder => Names.Select(name => System.IO.Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists);
}
