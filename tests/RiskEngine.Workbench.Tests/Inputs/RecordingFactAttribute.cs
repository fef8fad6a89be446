namespace RiskEngine.Workbench.Tests.Inputs;

/// <summary>A fact about the real recordings beside the project; skipped, saying so, where they are absent.</summary>
internal sealed class RecordingFactAttribute : FactAttribute
{
    public RecordingFactAttribute() => Skip = WhyAbsent;

    /// <summary>Where the recordings lie, if they do.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "..", "shared", "data");

    /// <summary>Null where the recordings are there.</summary>
    public static string? WhyAbsent { get; } = Directory.Exists(Folder) ? null : "../shared/data is absent: nothing to read";
}
