using System.Text.RegularExpressions;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>message</c> and finds places that nothing fills.</summary>
internal static partial class MessageReader
{
    public static readonly MessageTemplate Default = MessageTemplate.Parse(RuleKeys.Message.Default ?? "");

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["value"] = "measure", ["reading"] = "measure", ["measurement"] = "measure", ["val"] = "measure", ["device"] = "source", ["sensor"] = "source", ["meter"] = "source",
        ["level"] = "grade", ["severity"] = "grade", ["limit"] = "threshold", ["id"] = "rule", ["name"] = "title", ["units"] = "unit", ["area"] = "key",
    };

    /// <summary>Reads one of the sentences of a rule; null where it is not there.</summary>
    public static MessageTemplate? Read(MapReader rule, KeySpec key)
    {
        if (rule.Text(key) is not { } text || rule.Scalar(key) is not { } scalar) return null;
        var message = new ExpressionText(key.Name, scalar, rule.Report);
        FindSingleBraces(message);
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            var close = text.IndexOf("}}", at, StringComparison.Ordinal);
            var next = text.IndexOf("{{", at + 2, StringComparison.Ordinal);
            if (close < 0 || (next >= 0 && next < close))
            {
                ReportOpen(message, at);
                at = next < 0 ? text.Length : next;
                continue;
            }

            Check(message, at, close);
            at = close + 2;
        }

        return MessageTemplate.Parse(text);
    }

    /// <summary>Where a name stands in the message.</summary>
    public static SourceSpan PlaceOf(YamlScalar scalar, string name, FileReport report)
    {
        var open = scalar.Value.IndexOf("{{", StringComparison.Ordinal);
        var at = open < 0 ? -1 : scalar.Value.IndexOf(name, open, StringComparison.Ordinal);
        return at < 0 ? scalar.Span : ScalarPlace.Within(report.Source, scalar, at, name.Length);
    }

    /// <summary><c>{source}</c>, <c>${source}</c>: the places of other tools.</summary>
    private static void FindSingleBraces(ExpressionText message)
    {
        foreach (Match match in SingleBraces().Matches(message.Text))
        {
            var name = match.Groups["name"].Value;
            if (Known(name) is not { } known) continue;
            message.Add(DiagnosticCodes.Template, match.Index, match.Length, $"{Quote.Of(match.Value)} is not a place to fill: places have two braces", $"write {{{{ {known} }}}}",
                message.Replace(match.Index, match.Length, $"{{{{ {known} }}}}"));
        }
    }

    private static void ReportOpen(ExpressionText message, int at)
    {
        var match = OpenPlace().Match(message.Text, at);
        var known = match.Success ? Known(match.Groups["name"].Value) : null;
        message.Add(DiagnosticCodes.Template, at, 2, "'{{' is not closed", $"write {{{{ {known ?? "measure"} }}}}",
            known is null ? null : message.Replace(at, match.Length, $"{{{{ {known} }}}}"));
    }

    private static void Check(ExpressionText message, int open, int close)
    {
        var inside = message.Text[(open + 2)..close];
        var name = inside.Trim();
        if (MessageTemplate.Names.Contains(name)) return;
        var word = FirstWord().Match(name).Value;
        var known = Known(name) ?? (word.Length < name.Length && word.Length > 0 && name[word.Length] is ' ' or '|' ? Known(word) : null)
            ?? Spelling.Nearest(name, MessageTemplate.Names);
        var at = open + 2 + Math.Max(0, inside.IndexOf(name, StringComparison.Ordinal));
        message.Add(DiagnosticCodes.Template, at, name.Length, $"there is no {Quote.Of(name)} to name in a message",
            known is null ? $"names are {Quote.List(MessageTemplate.Names)}; attributes cannot be shown, so take it out or write one of them" : $"write {{{{ {known} }}}}",
            known is null ? null : message.Replace(at, name.Length, known));
    }

    private static string? Known(string name) =>
        MessageTemplate.Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Synonyms.GetValueOrDefault(name);

    [GeneratedRegex(@"(?<!\{)\$?\{ *(?<name>[A-Za-z_]+) *\}(?!\})", RegexOptions.CultureInvariant)]
    private static partial Regex SingleBraces();

    [GeneratedRegex(@"\G\{\{ *(?<name>[A-Za-z_]+) *\}?", RegexOptions.CultureInvariant)]
    private static partial Regex OpenPlace();

    [GeneratedRegex(@"^[A-Za-z_]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();
}
