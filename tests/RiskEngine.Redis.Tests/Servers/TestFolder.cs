namespace RiskEngine.Redis.Tests.Servers;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("riskengine-embedded-test-").FullName;

    /// <summary>Every file in it, by name, with its bytes.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
        .ToDictionary(file => System.IO.Path.GetRelativePath(Path, file), File.ReadAllBytes);

    public string In(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
