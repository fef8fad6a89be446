using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Reading;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules;

/// <summary>Gathers the rules of all files and checks what only their sum shows.</summary>
internal sealed class RuleSetBuilder(RuleLoadOptions options)
{
    private readonly List<FileReport> _reports = [];
    private readonly List<Entry> _entries = [];

    public void Add(FileReport report) => _reports.Add(report);

    /// <summary>Adds a rule and lints it; how it was written is not kept.</summary>
    public void Add(ReadRule read)
    {
        Lints.Check(read, options);
        _entries.Add(new Entry(read.Document, read.Map.PlaceOf(RuleKeys.Id), RuleHash.OfFiring(read.Document.Rule, read.Detection.Meaning), read.Report));
    }

    public RuleLoadResult Build()
    {
        FindDuplicateIds();
        FindTwins();
        var documents = _entries.Where(entry => !entry.Report.HasErrors).Select(entry => entry.Document)
            .OrderBy(document => document.Rule.Id, StringComparer.Ordinal);
        var diagnostics = _reports.SelectMany(report => report.Found)
            .OrderBy(found => found.File, StringComparer.Ordinal).ThenBy(found => found.Line).ThenBy(found => found.Column)
            .ThenBy(found => found.Code, StringComparer.Ordinal);
        return new RuleLoadResult([.. documents], [.. diagnostics], _reports.Count);
    }

    private void FindDuplicateIds()
    {
        var first = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            var id = entry.Document.Rule.Id;
            if (first.TryAdd(id, entry)) continue;
            entry.Report.Add(DiagnosticCodes.DuplicateId, entry.Place, $"the id {Quote.Of(id)} belongs to {first[id].Report.Source.File} already", "give each rule an id of its own");
        }
    }

    private void FindTwins()
    {
        var first = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            if (entry.Report.HasErrors || first.TryAdd(entry.Firing, entry)) continue;
            var twin = first[entry.Firing];
            entry.Report.Add(DiagnosticCodes.SameRule, entry.Place,
                $"the rule measures and grades the same as {Quote.Of(twin.Document.Rule.Id)} in {twin.Report.Source.File}, so both always fire together", "delete one of the two");
        }
    }

    private sealed record Entry(RuleDocument Document, SourceSpan Place, string Firing, FileReport Report);
}
