using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Foreign;

/// <summary>A file that holds rules of another tool: what each of its keys is called here, and the rules that say the same.</summary>
/// <param name="tool">The tool's name.</param>
/// <param name="advice">What to write instead of each key, by its name.</param>
internal sealed class ForeignFile(string tool, IReadOnlyDictionary<string, string> advice)
{
    private const string Manual = "docs/rules.md";

    private readonly Dictionary<SourceSpan, string> _own = [];
    private readonly List<YamlEntry> _keys = [];

    public string Tool => tool;

    /// <summary>The rules that say the same as those of the file, as far as that can be said.</summary>
    public List<RuleProposal> Proposals { get; } = [];

    /// <summary>Takes the keys of a map, and of the maps inside those that are named.</summary>
    public void Take(YamlMap map, params ReadOnlySpan<string> inside)
    {
        foreach (var entry in map.Entries)
        {
            _keys.Add(entry);
            if (entry.Value is YamlMap inner && inside.Contains(entry.Key.Value)) Take(inner);
        }
    }

    /// <summary>Says what to write instead of one key of this file.</summary>
    public void Advise(YamlMap map, string key, string instead)
    {
        if (map.Find(key) is { } entry) _own[entry.Key.Span] = instead;
    }

    /// <summary>Says the same with the value that the key has here, where it has one.</summary>
    public void AdviseValue(YamlMap map, string key, string name, string? value)
    {
        if (value is not null) Advise(map, key, $"write {name}: {value}");
    }

    /// <summary>Reports the file and each of its keys.</summary>
    public void Report(YamlNode root, FileReport report)
    {
        var at = root is YamlMap { Entries: [var first, ..] } ? first.Key.Span : root.Span;
        var one = Proposals is [var only] ? only : null;
        var text = one?.Write();
        report.Add(
            DiagnosticCodes.Foreign, at,
            one is not null ? $"this is {(tool[0] is 'E' ? "an" : "a")} {tool} rule"
                : Proposals.Count == 0 ? $"this is a file of {tool}" : $"this is a file of {Proposals.Count} {tool} rules",
            one is not null ? $"write {one.Summary}; 'riskengine rules translate' shows the whole rule"
                : Proposals.Count == 0 ? $"write a rule for each of its conditions, as {Manual} says"
                : "write a file for each: 'riskengine rules translate' proposes them",
            text is null ? null : Whole(report.Source, text));
        foreach (var key in _keys.Where(key => key.Key.Span != at || Proposals.Count == 0).DistinctBy(key => key.Key.Span))
        {
            var instead = _own.GetValueOrDefault(key.Key.Span) ?? advice.GetValueOrDefault(key.Key.Value);
            report.Add(DiagnosticCodes.Foreign, key.Key.Span, $"{Quote.Of(key.Key.Value)} is a key of {tool}", instead ?? "delete it: a rule here has nothing like it");
        }
    }

    /// <summary>The whole text replaced by another one.</summary>
    private static TextEdit[] Whole(SourceText source, string text)
    {
        var edits = new List<TextEdit> { new(1, 1, source.Line(1).Length + 1, text) };
        for (var line = 2; line <= source.LineCount; line++)
        {
            edits.Add(new TextEdit(line, 1, source.Line(line).Length + 1, ""));
        }

        return [.. edits];
    }
}
