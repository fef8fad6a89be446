namespace RiskEngine.Host.Tests.Inputs;

/// <summary>A theory over the real recordings beside the project; skipped, saying so, where they are absent.</summary>
internal sealed class RecordingTheoryAttribute : TheoryAttribute
{
    public RecordingTheoryAttribute()
    {
        if (Folder is null || Root is null) Skip = "../shared/data is absent: nothing to read";
    }

    public static string? Root { get; } = FindRoot();

    public static string? Folder { get; } =
        Root is { } root && Path.Combine(root, "..", "shared", "data") is var folder && Directory.Exists(folder) ? folder : null;

    private static string? FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RiskEngine.sln"))) return folder.FullName;
        }

        return null;
    }
}
