using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using RiskEngine.Core.Secrets;

namespace RiskEngine.Bench;

/// <summary>On what, of what and how a figure was measured: without it a figure says nothing.</summary>
/// <param name="Date">Day of the run, UTC, as in the names of result files.</param>
/// <param name="At">When it was run, RFC 3339.</param>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Cores">Processors that the program may use.</param>
/// <param name="MemoryBytes">Memory that the program may use.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET.</param>
/// <param name="Version">Version of the engine.</param>
/// <param name="Commit">Commit of the source; empty where the program does not lie in a checkout.</param>
/// <param name="Command">The command line; secrets in it are masked, also those of a result that an earlier version has stored.</param>
public sealed record BenchMachine(
    string Date, string At, string Processor, int Cores, long MemoryBytes, string System, string Runtime, string Version, string Commit, string Command)
{
    /// <summary>The command line, without secrets.</summary>
    public string Command { get; init => field = SecretMask.CommandLine(value); } = SecretMask.CommandLine(Command);

    /// <summary>All of it in one sentence.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"Measured {At} on {Processor}, {Cores} cores, {MemoryBytes / 1073741824.0:0} GiB, {System}, {Runtime}; "
            + $"RiskEngine {Version}, commit {(Commit.Length > 0 ? Commit : "unknown")}; `{Command}`.");

    /// <summary>Looks at this machine and this program.</summary>
    public static BenchMachine Read()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new BenchMachine(
            now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            now.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ProcessorName(),
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
            typeof(BenchMachine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "",
            ReadCommit(),
            CommandLineOf(Environment.GetCommandLineArgs()));
    }

    private static string ProcessorName()
    {
        const string Table = "/proc/cpuinfo";
        if (!File.Exists(Table)) return RuntimeInformation.ProcessArchitecture.ToString();
        var model = File.ReadLines(Table).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        return model is null ? RuntimeInformation.ProcessArchitecture.ToString() : model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }

    /// <summary>The program's name and arguments; of a path only its last part.</summary>
    internal static string CommandLineOf(IReadOnlyList<string> words) => SecretMask.CommandLine([.. words
        .Select((word, index) => index == 0 ? Path.GetFileNameWithoutExtension(word) : Path.IsPathRooted(word) ? Path.GetFileName(word) : word)]);

    private static string ReadCommit()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, "describe", "--always", "--dirty", "--exclude", "*"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true,
            });
            var answer = git?.StandardOutput.ReadToEnd().Trim() ?? "";
            git?.WaitForExit();
            return answer;
        }
        catch (global::System.ComponentModel.Win32Exception)
        {
            return ""; // no git on this machine
        }
    }
}
