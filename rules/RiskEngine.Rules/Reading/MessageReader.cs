using System.Text.RegularExpressions;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Expressions;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;
using RiskEngine.Rules.Text;
using RiskEngine.Rules.Yaml;

namespace RiskEngine.Rules.Reading;

/// <summary>Reads <c>message</c> and its like, in one language or several, and finds places that nothing fills.</summary>
internal static partial class MessageReader
{
    public static readonly MessageTemplate Default = MessageTemplate.Parse(MessageKeys.Rising.Default ?? "");

    private const string Condition = "{{ grade == 'red' ? 'leave now' : 'open a window' }}";

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["value"] = "measure", ["reading"] = "measure", ["measurement"] = "measure", ["val"] = "measure", ["device"] = "source", ["sensor"] = "source", ["meter"] = "source",
        ["level"] = "grade", ["severity"] = "grade", ["limit"] = "threshold", ["id"] = "rule", ["name"] = "title", ["units"] = "unit", ["area"] = "key",
    };

    /// <summary>Reads one of the sentences of a rule: one for each language, by its tag; one that stands alone has an empty tag.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="key">The sentence.</param>
    /// <param name="labels">The labels that it may show.</param>
    public static IReadOnlyDictionary<string, MessageTemplate> Read(MapReader rule, KeySpec key, IReadOnlyDictionary<string, string> labels)
    {
        var sentences = new Dictionary<string, MessageTemplate>();
        if (!rule.Has(key)) return sentences;
        if (rule.Node(key) is not YamlMap languages)
        {
            if (rule.Text(key) is not null && rule.Scalar(key) is { } scalar) sentences[""] = Read(new ExpressionText(key.Name, scalar, rule.Report), labels);
            return sentences;
        }

        if (languages.Entries.Count is 0 or > MessageKeys.MostLanguages)
            rule.Report.Add(DiagnosticCodes.TooLong, languages.Span, $"{key.Name} is in {languages.Entries.Count} languages",
                $"write 1 to {MessageKeys.MostLanguages}, or one sentence alone");
        foreach (var entry in languages.Entries)
        {
            var path = $"{key.Name}.{entry.Key.Value}";
            if (!LanguageTag().IsMatch(entry.Key.Value))
                rule.Report.Add(DiagnosticCodes.Template, entry.Key.Span, $"{key.Name}: {Quote.Of(entry.Key.Value)} is no tag of a language", "write e.g. en, zh or pt-BR");
            if (Scalar.Of(entry.Value, path, MessageKeys.Sentence, rule.Report) is not { } scalar || !Scalar.Fits(scalar, path, MessageKeys.Sentence, rule.Report)) continue;
            sentences[entry.Key.Value] = Read(new ExpressionText(path, scalar, rule.Report), labels);
        }

        return sentences;
    }

    /// <summary>Where a name stands in the message.</summary>
    public static SourceSpan PlaceOf(YamlScalar scalar, string name, FileReport report)
    {
        var open = scalar.Value.IndexOf("{{", StringComparison.Ordinal);
        var at = open < 0 ? -1 : scalar.Value.IndexOf(name, open, StringComparison.Ordinal);
        return at < 0 ? scalar.Span : ScalarPlace.Within(report.Source, scalar, at, name.Length);
    }

    private static MessageTemplate Read(ExpressionText message, IReadOnlyDictionary<string, string> labels)
    {
        var text = message.Text;
        FindSingleBraces(message);
        if (text.IndexOf("{%", StringComparison.Ordinal) is >= 0 and var tag)
            message.Add(DiagnosticCodes.Template, tag, 2, "there are no tags in messages", $"write a condition as an expression: {Condition}");
        var expressions = new Dictionary<string, MessageExpression>();
        var at = 0;
        while ((at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0)
        {
            var place = MessageTemplate.Place(text, at);
            var next = text.IndexOf("{{", at + 2, StringComparison.Ordinal);
            if (place is not var (_, close) || (next >= 0 && next < close))
            {
                ReportOpen(message, at);
                at = next < 0 ? text.Length : next;
                continue;
            }

            if (Check(message, at, close, labels) is { } expression) expressions[text[(at + 2)..close].Trim()] = expression;
            at = close + 2;
        }

        return MessageTemplate.Parse(text, expressions.GetValueOrDefault);
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

    /// <summary>The expression in a place; null where it holds a name, and where it is faulty, which is reported.</summary>
    private static MessageExpression? Check(ExpressionText message, int open, int close, IReadOnlyDictionary<string, string> labels)
    {
        var place = message.Part(open + 2, close - open - 2);
        if (MessageTemplate.Names.Contains(place.Text)) return null;
        var word = FirstWord().Match(place.Text).Value;
        var isName = word.Length == place.Text.Length || (word.Length > 0 && Filter().IsMatch(place.Text[word.Length..]));
        if (!isName && place.Text.Length > 0) return MessageExpressions.Compile(place, labels);
        var known = Known(place.Text) ?? (word.Length < place.Text.Length ? Known(word) : null) ?? Spelling.Nearest(place.Text, MessageTemplate.Names);
        if (known is not null) place.AddInstead(DiagnosticCodes.Template, $"there is no {Quote.Of(place.Text)} to name in a message", $"write {{{{ {known} }}}}", known);
        else place.Add(DiagnosticCodes.Template, $"there is no {Quote.Of(place.Text)} to name in a message", NoSuchName(word, labels));
        return null;
    }

    private static string NoSuchName(string word, IReadOnlyDictionary<string, string> labels) => word is "attributes" or "labels" ? $"name one of them, e.g. {{{{ {word}.room }}}}"
        : labels.ContainsKey(word)
        ? $"write {{{{ labels.{word} }}}}, or {{{{ attributes.{word} }}}} for an attribute of the event"
        : $"names are {Quote.List(MessageTemplate.Names)}; an attribute of the event is {{{{ attributes.{(word.Length > 0 ? word : "room")} }}}}";

    private static string? Known(string name) =>
        MessageTemplate.Names.FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? Synonyms.GetValueOrDefault(name);

    [GeneratedRegex(@"(?<!\{)\$?\{ *(?<name>[A-Za-z_]+) *\}(?!\})", RegexOptions.CultureInvariant)]
    private static partial Regex SingleBraces();

    [GeneratedRegex(@"\G\{\{ *(?<name>[A-Za-z_]+) *\}?", RegexOptions.CultureInvariant)]
    private static partial Regex OpenPlace();

    [GeneratedRegex(@"^[A-Za-z_]+", RegexOptions.CultureInvariant)]
    private static partial Regex FirstWord();

    /// <summary>What other tools write behind a name: <c>| round</c>, <c>:.1f</c>, a second word.</summary>
    [GeneratedRegex(@"^\s*(?:\|(?!\|)|:|(?!in\b)[A-Za-z_])", RegexOptions.CultureInvariant)]
    private static partial Regex Filter();

    [GeneratedRegex(MessageKeys.LanguageTag, RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();
}
