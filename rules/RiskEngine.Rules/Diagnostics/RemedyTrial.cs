using RiskEngine.Rules.Text;

namespace RiskEngine.Rules.Diagnostics;

/// <summary>Tries every remedy before it is proposed: carries it out and reads the file again.</summary>
/// <remarks>A remedy holds when its finding is gone and no other error has come; where a file has warnings only, no other warning either. One that does not hold is
/// no longer offered as an edit, and its words say what it would lead to.</remarks>
internal static class RemedyTrial
{
    /// <summary>Most trials of one file; the author of a file with more findings sees the others after the first ones.</summary>
    private const int Most = 40;

    /// <param name="report">What was found in a file.</param>
    /// <param name="read">Reads the file with another text; tries no remedies itself.</param>
    public static void Run(FileReport report, Func<string, FileReport> read)
    {
        if (!report.Found.Any(found => found.Edits.Count > 0)) return;
        var trials = new Trials(report, read);
        var tried = report.Found.Select(found => found.Edits.Count == 0 || found.File != report.Source.File ? found : Try(found, trials)).ToArray();
        report.Replace(tried);
    }

    private static Diagnostic Try(Diagnostic found, Trials trials)
    {
        if (trials.Carry(found.Edits) is not { } after) return found with { Edits = [] };
        if (trials.Before.FaultOf(found, after) is not { } fault) return found;

        // Slips that are repeated line by line are only mended together.
        var all = trials.Report.Found.Where(other => other.Code == found.Code).SelectMany(other => other.Edits).Distinct().ToArray();
        if (all.Length > found.Edits.Count && trials.Carry(all) is { } together && trials.Before.FaultOf(found, together) is null) return found with { Edits = all };
        var remains = fault.Code == found.Code && fault.Message == found.Message;
        var (end, but) = found.Remedy.EndsWith('?') ? ("", "But") : (";", "but");
        return found with { Edits = [], Remedy = $"{found.Remedy}{end} {but} {(remains ? "that alone does not mend it" : $"then {fault.Message}")}" };
    }

    /// <summary>The texts that were tried, each once.</summary>
    private sealed class Trials(FileReport report, Func<string, FileReport> read)
    {
        private readonly Dictionary<string, FileReport> _known = new(StringComparer.Ordinal);

        public FileReport Report => report;

        public Tally Before { get; } = new(report);

        /// <summary>What is found after some edits; null where enough was tried.</summary>
        public FileReport? Carry(IEnumerable<TextEdit> edits)
        {
            var text = TextEdit.ApplyAll(report.Source.Text, edits);
            if (_known.TryGetValue(text, out var after)) return after;
            if (_known.Count == Most) return null;
            _known.Add(text, after = read(text));
            return after;
        }
    }

    /// <summary>How often each finding was there before.</summary>
    private sealed class Tally
    {
        private readonly Dictionary<(string Code, string Message), int> _counts;
        private readonly bool _hadErrors;
        private readonly bool _brokeOff;

        public Tally(FileReport report)
        {
            _counts = report.Found.GroupBy(found => (found.Code, found.Message)).ToDictionary(group => group.Key, group => group.Count());
            _hadErrors = report.HasErrors;
            _brokeOff = report.Found.Any(found => found.Severity == DiagnosticSeverity.Error && BreaksOff(found.Code));
        }

        /// <summary>What is wrong after a remedy was carried out that was not before, or still is; null where it holds.</summary>
        public Diagnostic? FaultOf(Diagnostic mended, FileReport after)
        {
            var left = new Dictionary<(string Code, string Message), int>(_counts);
            left[(mended.Code, mended.Message)]--;
            Diagnostic? worst = null;
            foreach (var found in after.Found)
            {
                var key = (found.Code, found.Message);
                if (left.TryGetValue(key, out var count) && count > 0) left[key] = count - 1;
                else if (key == (mended.Code, mended.Message)) return found;
                else if (Counts(found)) worst ??= found;
            }

            return worst;
        }

        /// <summary>Errors hide warnings, and what breaks the syntax hides everything after it: what was only hidden is not new.</summary>
        private bool Counts(Diagnostic found) => found.Severity == DiagnosticSeverity.Error ? !_brokeOff || BreaksOff(found.Code) : !_hadErrors;

        private static bool BreaksOff(string code) => code == DiagnosticCodes.Syntax.Id || code == DiagnosticCodes.Alias.Id || code == DiagnosticCodes.TooDeep.Id
            || code == DiagnosticCodes.OneRule.Id || code == DiagnosticCodes.NotText.Id;
    }
}
