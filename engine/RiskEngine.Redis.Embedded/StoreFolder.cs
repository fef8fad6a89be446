using System.Globalization;
using RiskEngine.Core.Ports;

namespace RiskEngine.Redis.Embedded;

/// <summary>The folder of an embedded store: held by one process, with one current generation.</summary>
/// <remarks>
/// <c>format</c> tells that the folder is ours, <c>lock</c> is held by the process that uses it, <c>owner</c> says which that is, <c>current</c> names the
/// generation.
/// </remarks>
internal sealed class StoreFolder : IDisposable
{
    private const string Format = "RiskEngine embedded store 1\n";
    private readonly FileStream _lock;

    private StoreFolder(string path, FileStream @lock)
    {
        Path = path;
        _lock = @lock;
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Number of the current generation; null where nothing has been stored yet.</summary>
    /// <exception cref="DependencyException">The folder does not say.</exception>
    public int? Current
    {
        get
        {
            var file = In(Path, "current");
            if (!File.Exists(file)) return null;
            return int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Directory.Exists(PathOf(number))
                ? number
                : throw DamagedStore(Path, $"{file} names no generation that is there");
        }
    }

    /// <summary>Takes a folder, which is made where it is missing.</summary>
    /// <exception cref="DependencyException">It cannot be written to, is not ours, or is in use.</exception>
    public static StoreFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            Claim(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new DependencyException(
                $"the embedded store cannot use the folder '{path}' ({fault.Message}); make it writable or name another one: --redis embedded:FOLDER", fault);
        }

        return Locked(path);
    }

    /// <summary>Whether a folder holds a store.</summary>
    public static bool Exists(string path) => File.Exists(In(path, "current"));

    /// <summary>Where a generation is.</summary>
    public string PathOf(int generation) => In(Path, FormattableString.Invariant($"generation-{generation}"));

    /// <summary>Makes a generation the current one, at once and for good.</summary>
    public void Switch(int generation)
    {
        var file = In(Path, "current");
        using (var next = new FileStream($"{file}.next", FileMode.Create, FileAccess.Write))
        {
            next.Write(System.Text.Encoding.ASCII.GetBytes(generation.ToString(CultureInfo.InvariantCulture)));
            next.Flush(flushToDisk: true);
        }

        File.Move($"{file}.next", file, overwrite: true);
    }

    /// <summary>Makes room for a new generation, where a start that failed may have left something.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    public void Clear(int generation)
    {
        if (Directory.Exists(PathOf(generation))) Directory.Delete(PathOf(generation), recursive: true);
    }

    /// <summary>Deletes every generation but one; what cannot be deleted is left to the next start.</summary>
    public void Drop(int? except)
    {
        foreach (var folder in Directory.EnumerateDirectories(Path, "generation-*"))
        {
            if (except is { } kept && folder == PathOf(kept)) continue;
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Some systems do not delete a file that a virus scanner or a backup program holds.
            }
        }
    }

    /// <summary>What is said of a store that cannot be believed.</summary>
    public static DependencyException DamagedStore(string path, string damage, Exception? cause = null) =>
        new($"the embedded store in '{path}' is damaged ({damage}); restore it from a copy, "
            + "or move it away: the engine then starts empty and brings its state back from Kafka", cause);

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private static void Claim(string path)
    {
        Directory.CreateDirectory(path);
        var format = In(path, "format");
        if (File.Exists(format))
        {
            if (File.ReadAllText(format) == Format) return;
            throw new DependencyException($"the folder '{path}' holds an embedded store of another version of the engine ({format} "
                + $"says '{File.ReadAllText(format).Trim()}'); use that version, or name another folder: --redis embedded:FOLDER");
        }

        if (Directory.EnumerateFileSystemEntries(path).FirstOrDefault(entry => System.IO.Path.GetFileName(entry) != "lost+found") is { } foreign)
        {
            throw new DependencyException($"the folder '{path}' is not that of an embedded store (it holds "
                + $"'{System.IO.Path.GetFileName(foreign)}' and no file 'format'); name an empty or a new one: --redis embedded:FOLDER");
        }

        File.WriteAllText(format, Format);
    }

    private static StoreFolder Locked(string path)
    {
        var owner = In(path, "owner");
        try
        {
            var @lock = new FileStream(In(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(owner, FormattableString.Invariant($"process {Environment.ProcessId} on {Environment.MachineName}"));
            return new StoreFolder(path, @lock);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new DependencyException(
                $"the embedded store cannot use the folder '{path}' ({fault.Message}); make it writable or name another one: --redis embedded:FOLDER", fault);
        }
        catch (IOException fault)
        {
            var who = File.Exists(owner) ? File.ReadAllText(owner) : "another process";
            throw new DependencyException(
                $"the embedded store in '{path}' is in use by {who}; only one process can use it: stop that one, "
                    + "or name another folder: --redis embedded:FOLDER (or use a Redis, which many can share)", fault);
        }
    }

    private static string In(string folder, string name) => System.IO.Path.Combine(folder, name);
}
