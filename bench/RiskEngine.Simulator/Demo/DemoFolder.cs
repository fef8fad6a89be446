namespace RiskEngine.Simulator.Demo;

/// <summary>A temporary folder that goes with the demo.</summary>
internal sealed class DemoFolder : IDisposable
{
    /// <summary>Where it is.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("riskengine-demo-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
