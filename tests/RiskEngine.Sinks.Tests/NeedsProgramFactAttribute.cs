namespace RiskEngine.Sinks.Tests;

/// <summary>A test that needs a program of the system; skipped, saying so, where it is not installed.</summary>
public sealed class NeedsProgramFactAttribute : FactAttribute
{
    public NeedsProgramFactAttribute(string program, string package)
    {
        if (Find(program) is null) Skip = $"there is no {program}; install it, e.g. as root: apt-get install {package}";
    }

    public static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
