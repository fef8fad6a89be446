using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;

namespace RiskEngine.Rules;

/// <summary>Gathers the rules of all files and checks what only their sum shows.</summary>
internal sealed class RuleSetBuilder(RuleLoadOptions options)
{
    private readonly List<FileReport> _reports = [];
    private readonly List<ReadRule> _rules = [];

    public void Add(FileReport report) => _reports.Add(report);

    public void Add(ReadRule rule) => _rules.Add(rule);

    public RuleLoadResult Build()
    {
        FindDuplicateIds();
        foreach (var rule in _rules) Lints.Check(rule, options);
        FindTwins();
        var documents = _rules.Where(rule => !rule.Report.HasErrors)
            .Select(rule => new RuleDocument { Rule = rule.Rule, Tests = rule.Tests })
            .OrderBy(document => document.Rule.Id, StringComparer.Ordinal);
        var diagnostics = _reports.SelectMany(report => report.Found)
            .OrderBy(found => found.File, StringComparer.Ordinal).ThenBy(found => found.Line).ThenBy(found => found.Column)
            .ThenBy(found => found.Code, StringComparer.Ordinal);
        return new RuleLoadResult([.. documents], [.. diagnostics], _reports.Count);
    }

    private void FindDuplicateIds()
    {
        var first = new Dictionary<string, ReadRule>(StringComparer.Ordinal);
        foreach (var rule in _rules)
        {
            if (first.TryAdd(rule.Rule.Id, rule)) continue;
            rule.Report.Add(DiagnosticCodes.DuplicateId, rule.Map.PlaceOf(RuleKeys.Id),
                $"the id {Quote.Of(rule.Rule.Id)} belongs to {first[rule.Rule.Id].Report.Source.File} already", "give each rule an id of its own");
        }
    }

    private void FindTwins()
    {
        var first = new Dictionary<string, ReadRule>(StringComparer.Ordinal);
        foreach (var rule in _rules)
        {
            if (rule.Report.HasErrors || first.TryAdd(RuleHash.Firing(rule.Rule, rule.Detection.Meaning), rule)) continue;
            var twin = first[RuleHash.Firing(rule.Rule, rule.Detection.Meaning)];
            rule.Report.Add(DiagnosticCodes.SameRule, rule.Map.PlaceOf(RuleKeys.Id),
                $"the rule measures and grades the same as {Quote.Of(twin.Rule.Id)} in {twin.Report.Source.File}, so both always fire together", "delete one of the two");
        }
    }
}
