using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Inputs;

/// <summary>Turns mapping files into compiled mappings, or into everything that is wrong with them.</summary>
/// <remarks>Free of global state; one instance may be used by several threads.</remarks>
public sealed class InputLoader(InputLoadOptions? options = null)
{
    private readonly InputLoadOptions _options = options ?? InputLoadOptions.Default;

    /// <summary>Loads files, and folders with everything below them.</summary>
    public InputLoadResult LoadFrom(params IReadOnlyList<string> paths)
    {
        var files = new List<LoadedMapping>();
        foreach (var path in paths)
        {
            if (File.Exists(path)) files.Add(Read(RuleFileText.Open(path, _options.MaxFileBytes)));
            else if (!Directory.Exists(path)) files.Add(new LoadedMapping(RuleFileText.Missing(path), [], null));
            else files.AddRange(RuleFiles.Below(path).Take(_options.MaxFiles).Select(ReadFile).OfType<LoadedMapping>());
        }

        return Merge(files);
    }

    /// <summary>Loads one mapping from the bytes of a file.</summary>
    /// <param name="file">Its name, for messages, and the folder that its tables are looked for in.</param>
    /// <param name="bytes">What the file holds.</param>
    public InputLoadResult LoadBytes(string file, ReadOnlySpan<byte> bytes) => Merge([ReadBytes(file, bytes)]);

    /// <summary>One file by itself, with what its remedies come to; null where it is a table that mappings look things up in.</summary>
    internal LoadedMapping? ReadFile(string file) => RuleFileText.Open(file, _options.MaxFileBytes) is var report && IsMapping(report) ? Read(report) : null;

    /// <summary>The same for bytes that were read already, or are not saved yet.</summary>
    internal LoadedMapping ReadBytes(string file, ReadOnlySpan<byte> bytes) => Read(RuleFileText.Decode(file, bytes, _options.MaxFileBytes));

    /// <summary>Compares what the files gave; what the sum shows is added to their reports.</summary>
    internal static InputLoadResult Merge(IReadOnlyList<LoadedMapping> files)
    {
        var mappings = files.Where(file => file.Mapping is not null).Select(file => (Mapping: file.Mapping!, file.Report)).ToList();
        Compare(mappings);
        foreach (var (mapping, report) in mappings.Where(one => one.Mapping.Tests.Count == 0))
            report.Add(InputCodes.Untested, SourceSpan.Start, $"the mapping {mapping.Id} has no test", "add tests: with a payload and the events that it must give");
        var found = files.Select(file => file.Report).Concat(files.SelectMany(file => file.Tables)).SelectMany(report => report.Found).Distinct()
            .OrderBy(found => found.File, StringComparer.Ordinal).ThenBy(found => found.Line).ThenBy(found => found.Column);
        return new InputLoadResult(new InputSet([.. mappings.Where(one => !one.Report.HasErrors).Select(one => one.Mapping)]), [.. found], files.Count);
    }

    private static bool IsMapping(FileReport report) =>
        report.HasErrors || report.Source.Text.Contains(InputKeys.Events.Name + ":", StringComparison.Ordinal)
            || report.Source.Text.Contains(InputKeys.Topics.Name + ":", StringComparison.Ordinal);

    private LoadedMapping Read(FileReport report)
    {
        var file = ReadOnce(report);
        RemedyTrial.Run(report, text => ReadOnce(new FileReport(new SourceText(report.Source.File, text))).Report);
        return file;
    }

    private LoadedMapping ReadOnce(FileReport report)
    {
        var tables = new List<FileReport>();
        var mapping = report.HasErrors || YamlReader.Read(report) is not { } root ? null : MappingReader.Read(root, report, tables, _options.PersonFields);
        return new LoadedMapping(report, tables, mapping);
    }

    /// <summary>Mappings of one topic are tried in their order, and read the record once.</summary>
    private static void Compare(List<(InputMapping Mapping, FileReport Report)> mappings)
    {
        for (var i = 0; i < mappings.Count; i++)
        {
            for (var j = i + 1; j < mappings.Count; j++)
            {
                var (first, second) = (mappings[i].Mapping, mappings[j].Mapping);
                if (first.Id == second.Id) Report(DiagnosticCodes.DuplicateId, $"the mapping {first.File} has the id '{first.Id}' too", "give each mapping an id of its own");
                if (first.Topics.FirstOrDefault(second.Topics.Contains) is not { } topic) continue;
                if (first.Codec != second.Codec || !first.Csv.IsSameAs(second.Csv)) Report(InputCodes.SameTopic, $"{first.Id} maps {topic} too, with another codec",
                    "give both the same codec, or one of them other topics");
                else if (first.When is null) Report(InputCodes.SameTopic, $"{first.Id} maps {topic} too, comes first, and takes every record",
                    $"say in {first.Id} which records it takes, with when");

                void Report(DiagnosticCode code, string message, string remedy) => mappings[j].Report.Add(code, SourceSpan.Start, message, remedy);
            }
        }
    }
}
