using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;

namespace RiskEngine.Rules.Editing;

/// <summary>A folder of rules in an editor.</summary>
internal sealed class WatchedRules : WatchedFolder
{
    private readonly RuleLoadOptions _options;
    private readonly RuleLoader _loader;
    private readonly FileCache<LoadedFile> _files;
    private readonly bool _byContent;

    /// <param name="folder">The folder; full path.</param>
    /// <param name="options">What rules may use.</param>
    /// <param name="byContent">Whether files in it may be something else: only those that look like rules are read, and no folder below it.</param>
    public WatchedRules(string folder, RuleLoadOptions options, bool byContent)
        : base(folder)
    {
        (_options, _byContent) = (options, byContent);
        _loader = new RuleLoader(options);
        _files = new FileCache<LoadedFile>(List, (file, bytes) => bytes is null ? _loader.ReadFile(file) : _loader.ReadBytes(file, bytes));
    }

    /// <summary>The rules that were loaded last.</summary>
    public IReadOnlyList<RuleDocument> Documents { get; private set; } = [];

    public override DraftLanguage LanguageOf(string file) => DraftLanguage.OfRules(file, _options.Types);

    public override bool Holds(string file, string text)
    {
        if (!IsBelow(file)) return false;
        if (_byContent) return Path.GetDirectoryName(file) == Folder && FileContent.IsOfRules(file, text);
        return RuleFiles.IsYaml(file) && !file[(Folder.Length + 1)..].Split(Path.DirectorySeparatorChar).Any(part => part.StartsWith('.') || part is "mappings" or "inputs");
    }

    public override void Change(string file) => _files.Change(file);

    public override void Reload(bool all) => _files.Reload(all);

    public override IReadOnlyList<Diagnostic> Check(IReadOnlyDictionary<string, string> texts)
    {
        var set = new RuleSetBuilder(_options.SignalDepth);
        foreach (var file in _files.Read(texts)) set.Add(file.Fork());
        var result = set.Build();
        Documents = result.Documents;
        return result.Diagnostics;
    }

    public override IReadOnlyList<Diagnostic> CheckAlone(string file, string text) => _loader.ReadBytes(file, Encoding.UTF8.GetBytes(text)).Report.Found;

    private IEnumerable<string> List()
    {
        if (!Directory.Exists(Folder)) return [];
        if (!_byContent) return RuleFiles.Below(Folder).Take(_options.MaxFiles);
        return Directory.EnumerateFiles(Folder).Where(RuleFiles.IsYaml).Take(_options.MaxFiles)
            .Where(file => RuleFileText.Open(file, _options.MaxFileBytes) is { HasErrors: false } report && FileContent.IsOfRules(file, report.Source.Text));
    }
}
