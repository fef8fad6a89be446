using System.Text;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Files;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads the roster of an <c>absence</c> rule: "source, site", as a list in the rule or one a line in a file beside it, text after a '#' left out.</summary>
internal static class RosterReader
{
    private const int MostBytes = 32 * 1024 * 1024;
    private const int LongestName = 200;

    /// <summary>Reads it; empty where there is none or it has faults, which are then reported.</summary>
    public static IReadOnlyList<ExpectedKey> Read(MapReader detect)
    {
        if (detect.Node(DetectKeys.Expected) is not { } node) return [];
        return node is YamlScalar { Value: { } text } file && !text.Contains(',', StringComparison.Ordinal) ? ReadFile(detect, file) : ReadList(detect);
    }

    private static List<ExpectedKey> ReadList(MapReader detect)
    {
        var entries = new Roster(detect.Report);
        foreach (var scalar in detect.Scalars(DetectKeys.Expected, DetectKeys.RosterEntry, Shapes.MostItems)) entries.Add(scalar.Value, scalar.Span, "expected");
        return entries.Found;
    }

    private static List<ExpectedKey> ReadFile(MapReader detect, YamlScalar scalar)
    {
        var report = detect.Report;
        var name = scalar.Value.Trim();
        if (name.Length == 0 || Path.IsPathRooted(name) || name.Contains("..", StringComparison.Ordinal))
        {
            report.Add(DiagnosticCodes.Roster, scalar.Span, $"expected {Quote.Of(name)} is not a file beside the rule",
                "put the file beside the rule and write its name, or write a list: [\"gm-1, huaxi/c11/g01/b1\"]");
            return [];
        }

        var text = RuleFileText.Open(Path.Combine(Path.GetDirectoryName(report.Source.File) ?? "", name), MostBytes);
        if (text.HasErrors)
        {
            report.Add(DiagnosticCodes.Roster, scalar.Span, $"expected: the file {Quote.Of(name)} {Fault(text)}",
                $"put {name} beside the rule, one source and its site on each line, such as: gm-1, huaxi/c11/g01/b1");
            return [];
        }

        var entries = new Roster(report);
        var number = 0;
        foreach (var line in text.Source.Text.Split('\n'))
        {
            number++;
            var written = line.Split('#')[0].Trim();
            if (written.Length > 0 && !entries.Add(written, scalar.Span, $"line {number} of {name}")) break;
        }

        if (entries.Found.Count == 0 && !entries.HasFaults)
            report.Add(DiagnosticCodes.Roster, scalar.Span, $"expected: the file {Quote.Of(name)} names no source",
                "write one source and its site on each line, such as: gm-1, huaxi/c11/g01/b1");
        return entries.Found;
    }

    private static string Fault(FileReport text) => text.Found.Any(found => found.Code == DiagnosticCodes.Unreadable.Id) ? "cannot be read" : "is not a text, or too large";

    /// <summary>The entries found so far.</summary>
    private sealed class Roster(FileReport report)
    {
        private readonly HashSet<string> _sources = new(StringComparer.Ordinal);

        public List<ExpectedKey> Found { get; } = [];

        public bool HasFaults { get; private set; }

        public bool Add(string text, SourceSpan span, string place)
        {
            var comma = text.IndexOf(',', StringComparison.Ordinal);
            var source = (comma < 0 ? text : text[..comma]).Trim();
            var site = comma < 0 ? "" : text[(comma + 1)..].Trim();
            if (source.Length is 0 or > LongestName || site.Length > LongestName
                || !SiteName.IsWellFormed(Encoding.UTF8.GetBytes(site)) || site.Contains(',', StringComparison.Ordinal))
                return Refuse(span, $"{place}: {Quote.Of(text)} is not a source and its site", "write both with a comma between: gm-1, huaxi/c11/g01/b1");
            if (!_sources.Add(source)) return Refuse(span, $"{place}: the source {Quote.Of(source)} is named a second time", "name each source once");
            Found.Add(new ExpectedKey(source, site));
            return true;
        }

        private bool Refuse(SourceSpan span, string fault, string remedy)
        {
            HasFaults = true;
            report.Add(DiagnosticCodes.Roster, span, fault, remedy);
            return false;
        }
    }
}
