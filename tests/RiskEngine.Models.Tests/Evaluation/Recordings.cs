namespace RiskEngine.Models.Tests.Evaluation;

/// <summary>Finds the labelled recordings, which are kept beside the project and never inside it.</summary>
internal static class Recordings
{
    public static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "RiskEngine.sln"))) continue;
            var folder = Path.GetFullPath(Path.Combine(at.FullName, "..", "shared", "data", name));
            return Directory.Exists(folder) ? folder : null;
        }

        return null;
    }
}
