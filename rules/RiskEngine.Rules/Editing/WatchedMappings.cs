using System.Text;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Inputs;

namespace RiskEngine.Rules.Editing;

/// <summary>A folder of mappings in an editor.</summary>
internal sealed class WatchedMappings : WatchedFolder
{
    private readonly InputLoader _loader;
    private readonly FileCache<LoadedMapping> _files;

    public WatchedMappings(string folder, InputLoadOptions options)
        : base(folder)
    {
        _loader = new InputLoader(options);
        _files = new FileCache<LoadedMapping>(() => Directory.Exists(folder) ? RuleFiles.Below(folder).Take(options.MaxFiles) : [],
            (file, bytes) => bytes is null ? _loader.ReadFile(file) : _loader.ReadBytes(file, bytes));
    }

    /// <summary>The mappings that were loaded last.</summary>
    public IReadOnlyList<InputMapping> Mappings { get; private set; } = [];

    public override DraftLanguage LanguageOf(string file) => DraftLanguage.Mapping;

    public override bool Holds(string file, string text) => IsBelow(file) && RuleFiles.IsYaml(file) && FileContent.IsOfMappings(text);

    public override void Change(string file) => _files.Change(file);

    public override void Reload(bool all) => _files.Reload(all);

    public override IReadOnlyList<Diagnostic> Check(IReadOnlyDictionary<string, string> texts)
    {
        var result = InputLoader.Merge([.. _files.Read(texts).Select(file => file.Fork())]);
        Mappings = result.Inputs.Mappings;
        return result.Diagnostics;
    }

    public override IReadOnlyList<Diagnostic> CheckAlone(string file, string text) => _loader.ReadBytes(file, Encoding.UTF8.GetBytes(text)).Report.Found;
}
