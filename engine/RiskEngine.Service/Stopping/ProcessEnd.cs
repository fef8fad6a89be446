using System.Runtime.InteropServices;

namespace RiskEngine.Service.Stopping;

/// <summary>Ends the process at once, as a crash would: no handler of the runtime or of a native library runs, for those may wait for what hangs.</summary>
public static partial class ProcessEnd
{
    private static readonly TimeSpan Speech = TimeSpan.FromSeconds(0.25);

    /// <summary>Ends it.</summary>
    /// <param name="exitCode">What the caller is told.</param>
    /// <param name="line">What people are told; null for nothing. A standard error that nobody reads holds it up for a moment only.</param>
    public static void Now(int exitCode, string? line)
    {
        if (line is not null)
        {
            var speaker = new Thread(() => Console.Error.WriteLine($"riskengine: {line}")) { IsBackground = true };
            speaker.Start();
            speaker.Join(Speech);
        }

        if (OperatingSystem.IsWindows()) TerminateProcess(-1, (uint)exitCode);
        else EndNow(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void EndNow(int exitCode);

    [LibraryImport("kernel32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(nint process, uint exitCode);
}
