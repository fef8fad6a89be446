using System.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>What reading each file of a folder gave, kept until the file changes.</summary>
/// <param name="list">The files on the disk.</param>
/// <param name="read">Reads a file, or a text that is not saved yet; null where the file is none of ours.</param>
internal sealed class FileCache<T>(Func<IEnumerable<string>> list, Func<string, byte[]?, T?> read)
    where T : class
{
    private readonly Dictionary<string, (T? Read, DateTime Written, bool FromText)> _files = new(StringComparer.Ordinal);
    private List<string>? _onDisk;

    public void Change(string file) => _files.Remove(file);

    public void Reload(bool all)
    {
        _onDisk = null;
        foreach (var (file, (_, written, fromText)) in _files.ToArray())
        {
            if (all || (!fromText && File.GetLastWriteTimeUtc(file) != written)) _files.Remove(file);
        }
    }

    /// <summary>What the files gave, by name.</summary>
    /// <param name="texts">Texts that are not saved yet; only those that belong here.</param>
    public IEnumerable<T> Read(IReadOnlyDictionary<string, string> texts)
    {
        _onDisk ??= [.. list()];
        foreach (var file in _onDisk.Concat(texts.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var text = texts.GetValueOrDefault(file);
            if (!_files.TryGetValue(file, out var known) || known.FromText != text is not null)
            {
                known = (read(file, text is null ? null : Encoding.UTF8.GetBytes(text)), text is null ? File.GetLastWriteTimeUtc(file) : default, text is not null);
                _files[file] = known;
            }

            if (known.Read is { } result) yield return result;
        }
    }
}
