using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Inputs;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Editing;

/// <summary>Rules and mappings as they stand in an editor, saved or not: what is wrong with them, and what may be written.</summary>
/// <remarks>Files are named by full paths. May be used by several threads; a check reads only files that have changed since the last one.</remarks>
public sealed class RuleWorkspace(RuleLoadOptions? rules = null, InputLoadOptions? inputs = null)
{
    private readonly RuleLoadOptions _rules = rules ?? RuleLoadOptions.Default;
    private readonly InputLoadOptions _inputs = inputs ?? InputLoadOptions.Default;
    private readonly Lock _gate = new();
    private readonly List<WatchedFolder> _folders = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private KnownNames? _names;

    /// <summary>Adds a folder whose YAML files are rules.</summary>
    public void AddRules(string folder)
    {
        lock (_gate) _folders.Add(new WatchedRules(Full(folder), _rules, byContent: false));
    }

    /// <summary>Adds a folder whose YAML files are mappings, or tables that they look things up in.</summary>
    public void AddMappings(string folder)
    {
        lock (_gate) _folders.Add(new WatchedMappings(Full(folder), _inputs));
    }

    /// <summary>Gives a file the text that it has in the editor.</summary>
    public void Set(string file, string text)
    {
        lock (_gate)
        {
            _texts[file] = text;
            FolderOf(file)?.Change(file);
        }
    }

    /// <summary>Takes a file as the disk has it again.</summary>
    public void Close(string file)
    {
        lock (_gate)
        {
            var folder = FolderOf(file);
            _texts.Remove(file);
            folder?.Change(file);
            folder?.Reload(all: false);
        }
    }

    /// <summary>Looks at the disk again.</summary>
    /// <param name="all">Whether files that rules and mappings name have changed too, such as tables and holidays.</param>
    public void Reload(bool all)
    {
        lock (_gate) foreach (var folder in _folders) folder.Reload(all);
    }

    /// <summary>The text of a file as the editor has it, else as the disk has it; null where there is none.</summary>
    public string? TextOf(string file)
    {
        lock (_gate) return _texts.TryGetValue(file, out var text) ? text : File.Exists(file) ? File.ReadAllText(file) : null;
    }

    /// <summary>Errors and warnings of all files that have some, by file.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Diagnostic>> Check(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            foreach (var file in _texts.Keys) FolderOf(file);
            var found = new List<Diagnostic>();
            foreach (var folder in _folders)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var own = _texts.Where(text => ReferenceEquals(FolderOf(text.Key), folder)).ToDictionary(text => text.Key, text => text.Value, StringComparer.Ordinal);
                found.AddRange(folder.Check(own).Select(diagnostic => Shortened(diagnostic, folder.Folder)));
            }

            _names = KnownNames.Of([.. _folders.OfType<WatchedRules>().SelectMany(folder => folder.Documents)],
                [.. _folders.OfType<WatchedMappings>().SelectMany(folder => folder.Mappings)], _rules);
            return found.GroupBy(diagnostic => Path.GetFullPath(diagnostic.File))
                .ToDictionary(group => group.Key, group => (IReadOnlyList<Diagnostic>)[.. group], StringComparer.Ordinal);
        }
    }

    /// <summary>The edits that carry out all remedies of a file at once; none where that would not leave fewer errors and warnings.</summary>
    public IReadOnlyList<TextEdit> MendAll(string file, IReadOnlyList<Diagnostic> found)
    {
        lock (_gate)
        {
            if (FolderOf(file) is not { } folder || !_texts.TryGetValue(file, out var text)) return [];
            TextEdit[] edits = [.. found.SelectMany(diagnostic => diagnostic.Edits).Distinct()];
            if (edits.Length == 0) return [];
            var before = folder.CheckAlone(file, text);
            var after = folder.CheckAlone(file, TextEdit.ApplyAll(text, edits));
            return Errors(after) < Errors(before) || (Errors(before) == 0 && Errors(after) == 0 && after.Count < before.Count) ? edits : [];
        }

        static int Errors(IReadOnlyList<Diagnostic> found) => found.Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    /// <summary>What may be written at a place; none where nothing is known of the file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Column in characters, from 1.</param>
    public IReadOnlyList<Completion> Complete(string file, int line, int column) =>
        Open(file) is var (source, language, names) ? DraftCompletions.Of(source, language, names, line, column) : [];

    /// <summary>What the key or the value at a place means; null where there is nothing to say.</summary>
    public HoverText? Explain(string file, int line, int column) =>
        Open(file) is var (source, language, names) ? DraftPlaces.Explain(source, language, names, line, column) : null;

    /// <summary>Where the rule or file is that a value names; null where it names none.</summary>
    public FilePlace? Define(string file, int line, int column)
    {
        if (Open(file) is not var (source, language, names) || DraftPlaces.Define(source, language, names, line, column) is not { } place) return null;
        return place.Line > 0 || TextOf(place.File) is not { } text ? place : DraftPlaces.KeyOf(new SourceText(place.File, text), "id");
    }

    /// <summary>The keys of a file, outermost first; none where nothing is known of the file.</summary>
    public IReadOnlyList<OutlineEntry> Outline(string file) => Open(file) is var (source, _, _) ? DraftPlaces.Outline(source) : [];

    private (SourceText Source, DraftLanguage Language, KnownNames Names)? Open(string file)
    {
        lock (_gate)
        {
            return FolderOf(file) is { } folder && TextOf(file) is { } text ? (new SourceText(file, text), folder.LanguageOf(file), _names ?? KnownNames.Of([], [], _rules)) : null;
        }
    }

    /// <summary>The folder that a file is checked with; one outside all of them that looks like a rule or a mapping is checked with those beside it.</summary>
    private WatchedFolder? FolderOf(string file)
    {
        var text = TextOf(file) ?? "";
        if (_folders.Where(folder => folder.Holds(file, text)).MaxBy(folder => folder.Folder.Length) is { } holder) return holder;
        if (_folders.Exists(folder => folder.IsBelow(file)) || Path.GetDirectoryName(file) is not { } parent) return null;
        WatchedFolder? beside = FileContent.IsOfRules(file, text) ? new WatchedRules(parent, _rules, byContent: true)
            : FileContent.IsOfMappings(text) ? new WatchedMappings(parent, _inputs) : null;
        if (beside is not null) _folders.Add(beside);
        return beside;
    }

    /// <summary>Other files are named from the folder on: the full path says nothing to its author.</summary>
    private static Diagnostic Shortened(Diagnostic found, string folder) =>
        found with { Message = found.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) };

    private static string Full(string folder) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
}
