using System.IO.Compression;

namespace RiskEngine.Workbench.Tests.Inputs;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("riskengine-inputs-");

    public string Root => _folder.FullName;

    public string Write(string name, string content)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var file = File.Create(path);
        using Stream stream = name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionLevel.Fastest) : file;
        using var writer = new StreamWriter(stream);
        writer.Write(content);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
