using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace RiskEngine.Kafka.Native;

/// <summary>The very librdkafka that Confluent.Kafka has loaded, wherever it found it, for bindings of what it does not wrap.</summary>
public static class LoadedLibrdkafka
{
    /// <summary>What <c>LibraryImport</c> calls it.</summary>
    public const string Name = "librdkafka";

    /// <summary>Lets an assembly's imports from <see cref="Name"/> find the library. Once for each assembly, before its first import.</summary>
    /// <exception cref="InvalidOperationException">The assembly resolves its imports already.</exception>
    public static void BindTo(Assembly assembly) => NativeLibrary.SetDllImportResolver(assembly, Resolve);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Name)
            return 0;

        // Asking for the version makes Confluent.Kafka load the library, if it has not done so yet. It has its own order of
        // file names (one for Alpine, one for older systems), so the answer is taken from what the process has mapped.
        _ = Library.Version;
        if (LoadedPath() is { } file && NativeLibrary.TryLoad(file, out var loaded))
            return loaded;

        return NativeLibrary.TryLoad(Name, typeof(Library).Assembly, path, out var found) ? found : 0;
    }

    private static string? LoadedPath()
    {
        using var process = Process.GetCurrentProcess();
        foreach (ProcessModule module in process.Modules)
        {
            using (module)
            {
                var file = Path.GetFileName(module.FileName);
                if (file.Contains(Name, StringComparison.OrdinalIgnoreCase) && !file.Contains("++", StringComparison.Ordinal))
                    return module.FileName;
            }
        }

        return null;
    }
}
