using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Foreign;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Linting;
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
        var set = new RuleSetBuilder(_options.SignalDepth);
        foreach (var path in paths)
        {
            foreach (var file in Files(path, set)) set.Add(ReadFile(file));
        }

        return set.Build();
    }

    /// <summary>Loads one rule from a text.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">What a file would hold.</param>
    public RuleLoadResult LoadText(string file, string text)
    {
        var set = new RuleSetBuilder(_options.SignalDepth);
        set.Add(Read(new FileReport(new SourceText(file, text))));
        return set.Build();
    }

    /// <summary>Loads one rule from the bytes of a file.</summary>
    public RuleLoadResult LoadBytes(string file, ReadOnlySpan<byte> bytes)
    {
        var set = new RuleSetBuilder(_options.SignalDepth);
        set.Add(ReadBytes(file, bytes));
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

    /// <summary>One file by itself, with what its remedies come to.</summary>
    internal LoadedFile ReadFile(string file) => Read(RuleFileText.Open(file, _options.MaxFileBytes));

    /// <summary>The same for bytes that were read already, or are not saved yet.</summary>
    internal LoadedFile ReadBytes(string file, ReadOnlySpan<byte> bytes) => Read(RuleFileText.Decode(file, bytes, _options.MaxFileBytes));

    private LoadedFile Read(FileReport report)
    {
        var file = ReadOnce(report);
        RemedyTrial.Run(report, text => ReadOnce(new FileReport(new SourceText(report.Source.File, text))).Report);
        return file;
    }

    private LoadedFile ReadOnce(FileReport report)
    {
        report.Keys = _keys;
        if (report.HasErrors || YamlReader.Read(report) is not { } root) return new LoadedFile(report);
        if (RuleFiles.HoldsTests(report.Source.File)) return new LoadedFile(report) { Cases = root };
        if (ForeignRules.Recognise(root) is { } foreign)
        {
            foreign.Report(root, report);
            return new LoadedFile(report);
        }

        if (_reader.Read(root, report) is not { } read) return new LoadedFile(report);
        Lints.Check(read, _options.ReportingIntervals);
        return new LoadedFile(report) { Rule = LoadedRule.Of(read) };
    }
}
