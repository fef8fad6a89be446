using RiskEngine.Workbench.Tests.Inputs;

namespace RiskEngine.Cli.Tests.Integration;

/// <summary>What a process that a test starts has loaded, from its first line on: in any system, and after its end too.</summary>
internal sealed class LoadedAssemblies : IDisposable
{
    private static readonly string[] OfSomeCommandsOnly = ["RiskEngine.Bench", "RiskEngine.LanguageServer", "RiskEngine.Simulator", "RiskEngine.Workbench"];
    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public LoadedAssemblies() => _file = _folder.Write("loaded", "");

    /// <summary>Variables that the process is to be started with.</summary>
    public Dictionary<string, string> Variables => new()
    {
        ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
        [StartupHook.FileVariable] = _file,
    };

    /// <summary>All of them until now, in the order of loading.</summary>
    public IReadOnlyList<string> Names => File.ReadAllLines(_file);

    /// <summary>Those that only some commands need, by name.</summary>
    public IEnumerable<string> OfSomeCommands => OfSomeCommandsOnly.Intersect(Names);

    public void Dispose() => _folder.Dispose();
}
