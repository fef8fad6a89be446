using RiskEngine.Rules.Files;
using RiskEngine.Rules.Foreign;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Proposes rules that say what the rules of another tool say.</summary>
public sealed record RuleTranslation
{
    /// <summary>The other tool; null where the file is none that we know.</summary>
    public string? Tool { get; private init; }

    /// <summary>The rules, each the text of a file; what could not be said stands in comments at its start.</summary>
    public IReadOnlyList<string> Rules { get; private init; } = [];

    /// <summary>Reads a file of another tool.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be read, is not text, or is no YAML or JSON.</exception>
    public static RuleTranslation OfFile(string path)
    {
        var report = RuleFileText.Open(path, RuleLoadOptions.Default.MaxFileBytes);
        if (report.HasErrors || YamlReader.Read(report) is not { } root)
            throw new IOException(report.Found is [var first, ..] ? $"{first}" : $"{path}: nothing to translate");
        return ForeignRules.Recognise(root) is { } foreign
            ? new RuleTranslation { Tool = foreign.Tool, Rules = [.. foreign.Proposals.Select(proposal => proposal.Write())] } : new RuleTranslation();
    }
}
