using RiskEngine.Core.Rules;
using RiskEngine.Rules.Cases;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Linting;
using RiskEngine.Rules.Text;

namespace RiskEngine.Rules;

/// <summary>Gathers the rules of all files and checks what only their sum shows.</summary>
/// <param name="signalDepth">How many segments of the site path form the area whose signals lie together.</param>
internal sealed class RuleSetBuilder(int signalDepth)
{
    private readonly List<FileReport> _reports = [];
    private readonly List<Entry> _entries = [];
    private readonly List<CaseFile> _caseFiles = [];

    public void Add(FileReport report) => _reports.Add(report);

    /// <summary>Adds what one file gave; what the sum shows is added to its report.</summary>
    public void Add(LoadedFile file)
    {
        _reports.Add(file.Report);
        if (file.Rule is { } rule) _entries.Add(new Entry(rule, file.Report));
        if (file.Cases is { } cases) _caseFiles.Add(new CaseFile(cases, file.Report));
    }

    public RuleLoadResult Build()
    {
        FindDuplicateIds();
        FindUnknownRules();
        FindTwins();
        FindNotLive();
        AddTestsFromBeside();
        foreach (var entry in _entries) TestLints.Check(entry.Document.Rule, entry.Document.Tests, entry.Read.TestsPlace, entry.Report);
        var documents = _entries.Where(entry => !entry.Report.HasErrors).Select(entry => entry.Document)
            .OrderBy(document => document.Rule.Id, StringComparer.Ordinal);
        var diagnostics = _reports.SelectMany(report => report.Found)
            .DistinctBy(found => (found.File, found.Line, found.Column, found.Code, found.Message))
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
            entry.Report.Add(DiagnosticCodes.DuplicateId, entry.Read.Place,
                $"the id {Quote.Of(id)} belongs to {first[id].Report.Source.File} already", "give each rule an id of its own");
        }
    }

    private void FindUnknownRules()
    {
        if (_entries.TrueForAll(entry => entry.Read.Rules.Count == 0)) return;
        var all = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in _entries) all.TryAdd(entry.Document.Rule.Id, entry);
        foreach (var entry in _entries)
        {
            foreach (var named in entry.Read.Rules)
            {
                if (!all.TryGetValue(named.Value, out var found))
                {
                    entry.Report.Add(DiagnosticCodes.UnknownRule, named.Span, $"there is no rule {Quote.Of(named.Value)} without errors among those that were loaded",
                        Spelling.Nearest(named.Value, all.Keys.Where(id => id != entry.Document.Rule.Id)) is { } near ? $"did you mean '{near}'?"
                            : "correct the id, or name the folder that holds both rules instead of this file");
                }
                else if (found.Read.Rules.Count > 0)
                {
                    entry.Report.Add(DiagnosticCodes.UnknownRule, named.Span,
                        $"{Quote.Of(named.Value)} is a correlation itself, and correlations do not count one another",
                        $"write the rules that it counts in its place: {string.Join(", ", found.Read.Rules.Select(rule => rule.Value))}");
                }
            }
        }
    }

    private void FindTwins()
    {
        var first = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            if (entry.Report.HasErrors || first.TryAdd(entry.Read.Firing, entry)) continue;
            var twin = first[entry.Read.Firing];
            entry.Report.Add(DiagnosticCodes.SameRule, entry.Read.Place,
                $"the rule measures and grades the same as {Quote.Of(twin.Document.Rule.Id)} in {twin.Report.Source.File}, so both always fire together", "delete one of the two");
        }
    }

    /// <summary>Finds rules whose alerts somebody would wait for in vain.</summary>
    private void FindNotLive()
    {
        var byId = new Dictionary<string, Rule>(StringComparer.Ordinal);
        foreach (var entry in _entries) byId.TryAdd(entry.Document.Rule.Id, entry.Document.Rule);
        foreach (var entry in _entries)
        {
            var rule = entry.Document.Rule;
            if (rule.Mode is RuleMode.Off or RuleMode.Backtest || RuleReach.CannotRunLive(rule, byId, signalDepth) is not { } reason) continue;
            entry.Report.Add(DiagnosticCodes.NotLive, entry.Read.Place, $"the rule cannot run live: {reason}",
                rule.By.First.Kind == KeyKind.Area
                    ? "take a smaller area, set Signals:AreaLevel to this one, or say mode: backtest"
                    : "take an area, e.g. by: community, or by: [community, attributes.x] with the attribute in it, or say mode: backtest");
        }
    }

    private void AddTestsFromBeside()
    {
        if (_caseFiles.Count == 0) return;
        var byId = new Dictionary<string, Entry>(StringComparer.Ordinal);
        var byFile = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in _entries)
        {
            byId.TryAdd(entry.Document.Rule.Id, entry);
            byFile.TryAdd(CaseFile.NameWithoutEnding(entry.Report.Source.File), entry);
        }

        foreach (var file in _caseFiles)
        {
            var entry = file.NamedRule is { } id ? byId.GetValueOrDefault(id) : byFile.GetValueOrDefault(file.RuleFile);
            if (entry is null) file.ReportUnknownRule();
            else entry.Document = entry.Document with { Tests = [.. entry.Document.Tests, .. file.Read([.. entry.Document.Rule.On.Select(kind => kind.Text)])] };
        }
    }

    private sealed class Entry(LoadedRule rule, FileReport report)
    {
        public RuleDocument Document { get; set; } = rule.Document;

        public LoadedRule Read => rule;

        public FileReport Report => report;
    }
}
