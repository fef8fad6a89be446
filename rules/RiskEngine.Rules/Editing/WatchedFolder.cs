using RiskEngine.Rules.Diagnostics;

namespace RiskEngine.Rules.Editing;

/// <summary>The files of a folder as they stand in an editor: each is read again when it has changed, and no other.</summary>
/// <param name="folder">The folder; full path.</param>
internal abstract class WatchedFolder(string folder)
{
    /// <summary>The folder; full path without a separator at its end.</summary>
    public string Folder { get; } = folder;

    /// <summary>What the files may hold.</summary>
    public abstract DraftLanguage LanguageOf(string file);

    /// <summary>Whether a file that may not be saved yet belongs to it.</summary>
    public abstract bool Holds(string file, string text);

    /// <summary>The text of one file has changed, or is again what the disk has.</summary>
    public abstract void Change(string file);

    /// <summary>Looks at the disk again.</summary>
    /// <param name="all">Whether also files that have not changed are read again, because something that they name has.</param>
    public abstract void Reload(bool all);

    /// <summary>What is wrong with the files, each told by its full path.</summary>
    /// <param name="texts">Texts that are not saved yet, by full path.</param>
    public abstract IReadOnlyList<Diagnostic> Check(IReadOnlyDictionary<string, string> texts);

    /// <summary>What is wrong with one file by itself if it had this text.</summary>
    public abstract IReadOnlyList<Diagnostic> CheckAlone(string file, string text);

    /// <summary>Whether a file lies below the folder.</summary>
    public bool IsBelow(string file) => file.StartsWith(Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
