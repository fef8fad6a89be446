using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Cases;

/// <summary>A file of tests beside a rule.</summary>
/// <param name="Root">What is in it.</param>
/// <param name="Report">Takes what is wrong with it.</param>
internal sealed record CaseFile(YamlNode Root, FileReport Report)
{
    /// <summary>The rule that it names; null where its own file name says it.</summary>
    public string? NamedRule => (Root as YamlMap)?.Find(CaseFileKeys.Rule.Name)?.Value is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

    /// <summary>The file of the rule of the same name, without its ending.</summary>
    public string RuleFile => NameWithoutEnding(NameWithoutEnding(Report.Source.File));

    /// <summary>The tests; faults are reported.</summary>
    public IReadOnlyList<RuleTestCase> Read(IReadOnlyList<string> on) =>
        MapReader.Open(Root, CaseFileKeys.File, "", Report) is { } map ? CaseReader.Read(map, on) : [];

    public void ReportUnknownRule()
    {
        var (at, name) = (Root as YamlMap)?.Find(CaseFileKeys.Rule.Name) is { } entry
            ? (entry.Value.Span, $"there is no rule {Quote.Of(NamedRule ?? "")} without errors")
            : (SourceSpan.Start, "there is no rule without errors in the file of the same name");
        Report.Add(DiagnosticCodes.TestedRule, at, $"{name}, so these tests test nothing", "write rule: and its id, or name the file like the rule's, ending in .tests.yaml");
    }

    public static string NameWithoutEnding(string file) => file[..^Path.GetExtension(file).Length];
}
