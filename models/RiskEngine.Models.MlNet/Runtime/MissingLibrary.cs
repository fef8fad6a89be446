using System.Runtime.InteropServices;

namespace RiskEngine.Models.MlNet.Runtime;

/// <summary>What is told where a package has no native library for this platform, or the library lacks one that it needs.</summary>
internal static class MissingLibrary
{
    /// <summary>Whether an exception means that.</summary>
    public static bool IsCauseOf(Exception fault) => fault is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException;

    /// <summary>Platform and cause in words: <c>linux-x64 (libgomp.so.1: cannot open shared object file: No such file or directory)</c>.</summary>
    public static string Words(Exception fault)
    {
        while (fault.InnerException is { } inner) fault = inner;

        // The first line is about the search in general, where there are more: the second says why the first file that was tried did not do.
        var lines = fault.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return $"{RuntimeInformation.RuntimeIdentifier} ({lines[Math.Min(1, lines.Length - 1)]})";
    }
}
