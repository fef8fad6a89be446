using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Turns rule files into compiled rules, or into everything that is wrong with them.</summary>
/// <remarks>Free of global state; one instance may be used by several threads.</remarks>
public sealed class RuleLoader
{
    private readonly RuleLoadOptions _options;
    private readonly RuleReader _reader;
    private readonly KeyTable _keys;

    /// <summary>Creates a loader.</summary>
    public RuleLoader(RuleLoadOptions? options = null)
    {
        _options = options ?? RuleLoadOptions.Default;
        _reader = new RuleReader(_options);
        _keys = new KeyTable([.. _options.Types.Select(type => type.Map)]);
    }

    /// <summary>Loads files, and folders with everything below them.</summary>
    public static RuleLoadResult Load(params IReadOnlyList<string> paths) => new RuleLoader().LoadFrom(paths);

    /// <summary>Loads files, and folders with everything below them.</summary>
    public RuleLoadResult LoadFrom(params IReadOnlyList<string> paths)
    {
        var set = new RuleSetBuilder(_options);
        foreach (var path in paths)
        {
            foreach (var file in Files(path, set)) LoadFile(file, set);
        }

        return set.Build();
    }

    /// <summary>Loads one rule from a text.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">What a file would hold.</param>
    public RuleLoadResult LoadText(string file, string text)
    {
        var set = new RuleSetBuilder(_options);
        Read(new FileReport(new SourceText(file, text)), set);
        return set.Build();
    }

    /// <summary>Loads one rule from the bytes of a file.</summary>
    public RuleLoadResult LoadBytes(string file, ReadOnlySpan<byte> bytes)
    {
        var set = new RuleSetBuilder(_options);
        Read(RuleFileText.Decode(file, bytes, _options.MaxFileBytes), set);
        return set.Build();
    }

    private IEnumerable<string> Files(string path, RuleSetBuilder set)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path))
        {
            set.Add(RuleFileText.Missing(path));
            return [];
        }

        return RuleFiles.Below(path).Take(_options.MaxFiles);
    }

    private void LoadFile(string file, RuleSetBuilder set) => Read(RuleFileText.Open(file, _options.MaxFileBytes), set);

    private void Read(FileReport report, RuleSetBuilder set)
    {
        report.Keys = _keys;
        set.Add(report);
        if (report.HasErrors || YamlReader.Read(report) is not { } root) return;
        if (RuleFiles.HoldsTests(report.Source.File)) set.Add(new CaseFile(root, report));
        else if (_reader.Read(root, report) is { } rule) set.Add(rule);
    }
}
