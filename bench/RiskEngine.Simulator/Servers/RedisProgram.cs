using System.ComponentModel;
using System.Diagnostics;
using RiskEngine.Core.Ports;

namespace RiskEngine.Simulator.Servers;

/// <summary>The <c>redis-server</c> of this machine.</summary>
public static class RedisProgram
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Looks for it on the PATH.</summary>
    /// <returns>Its path; null where the PATH has no file of that name that may be executed.</returns>
    public static string? Find() => Find(Environment.GetEnvironmentVariable("PATH") ?? "");

    /// <summary>Looks for it in the folders of a search path.</summary>
    public static string? Find(string searchPath)
    {
        var name = OperatingSystem.IsWindows() ? "redis-server.exe" : "redis-server";
        return searchPath.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsExecutable);
    }

    /// <summary>Starts a program; its output goes nowhere.</summary>
    /// <exception cref="DependencyException">The system cannot execute it.</exception>
    public static Process Start(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        try
        {
            var process = Process.Start(start) ?? throw new DependencyException($"'{program}' did not start; try it by hand: {program} --version");
            process.OutputDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            return process;
        }
        catch (Win32Exception fault)
        {
            throw new DependencyException($"'{program}' cannot be executed ({fault.Message}); install redis-server anew, or take the file off the PATH", fault);
        }
    }

    /// <summary>Why a program does not run; null where it does.</summary>
    public static string? FaultOf(string program)
    {
        try
        {
            using var process = Start(program, ["--version"]);
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"'{program} --version' ends with code {process.ExitCode}";
        }
        catch (DependencyException fault)
        {
            return fault.Message;
        }
    }

    private static bool IsExecutable(string file) => File.Exists(file) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & Executable) != 0);
}
