using System.Collections.Concurrent;

namespace RiskEngine.LanguageServer.Documents;

/// <summary>The documents that are open in the editor, by path.</summary>
internal sealed class DocumentSet
{
    private readonly ConcurrentDictionary<string, Document> _open = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, Document>> All => _open;

    public Document? this[string path]
    {
        get => _open.GetValueOrDefault(path);
        set
        {
            if (value is null) _open.TryRemove(path, out _);
            else _open[path] = value;
        }
    }

    /// <summary>The path of a document; null where it is no file.</summary>
    public static string? PathOf(string uri) => Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.IsFile ? Path.GetFullPath(parsed.LocalPath) : null;

    /// <summary>How the editor names a file: as it named it itself where the file is open.</summary>
    public string UriOf(string path) => this[path]?.Uri ?? new Uri(path).AbsoluteUri;
}
