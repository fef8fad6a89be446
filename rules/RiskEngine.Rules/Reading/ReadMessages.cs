using RiskEngine.Core.Alerts;
using RiskEngine.Core.Rules;
using RiskEngine.Rules.Diagnostics;
using RiskEngine.Rules.Keys;
using RiskEngine.Rules.Maps;

namespace RiskEngine.Rules.Reading;

/// <summary>What the three sentences of a rule gave.</summary>
/// <param name="Rising">The sentence of a rising alert, in the first language.</param>
/// <param name="Falling">That of a falling one; null where the rule has none.</param>
/// <param name="Resolved">That of one that is over; null where the rule has none.</param>
/// <param name="Translations">The sentences by language; empty where none is named.</param>
/// <param name="Attributes">The attributes that they show, in order, interned.</param>
internal sealed record ReadMessages(MessageTemplate Rising, MessageTemplate? Falling, MessageTemplate? Resolved, IReadOnlyDictionary<string, RuleSentences> Translations,
    IReadOnlyList<string> Attributes)
{
    private const string AttributePrefix = "attributes.";

    /// <summary>Reads them.</summary>
    public static ReadMessages Of(MapReader rule, IReadOnlyDictionary<string, string> labels, RuleType? type)
    {
        var (rising, falling, resolved) = (Read(MessageKeys.Rising), Read(MessageKeys.Falling), Read(MessageKeys.Resolved));
        var translations = new SortedDictionary<string, RuleSentences>(StringComparer.Ordinal);
        foreach (var language in rising.Keys.Concat(falling.Keys).Concat(resolved.Keys).Where(language => language.Length > 0).Distinct().ToList())
            translations[language] = new RuleSentences(rising.GetValueOrDefault(language), falling.GetValueOrDefault(language), resolved.GetValueOrDefault(language));

        var shown = rising.Values.Concat(falling.Values).Concat(resolved.Values).SelectMany(template => template.UsedNames)
            .Where(name => name.StartsWith(AttributePrefix, StringComparison.Ordinal)).Select(name => name[AttributePrefix.Length..].Split('.')[0])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(string.Intern);
        return new ReadMessages(First(rising) ?? MessageReader.Default, First(falling), First(resolved), translations, [.. shown]);

        IReadOnlyDictionary<string, MessageTemplate> Read(KeySpec key)
        {
            var templates = MessageReader.Read(rule, key, labels);
            if (type is not { LooksAtAlerts: true } || templates.Values.SelectMany(template => template.UsedNames)
                .FirstOrDefault(name => name.StartsWith(AttributePrefix, StringComparison.Ordinal)) is not { } attribute) return templates;
            rule.Report.Add(DiagnosticCodes.Template, rule.PlaceOf(key), $"{key.Name} shows {attribute}, and a {type.Name} looks at alerts, which have no attributes",
                "take it out, or show {{ key }}");
            return templates;
        }
    }

    /// <summary>The one without a language, else the English one, else the first.</summary>
    private static MessageTemplate? First(IReadOnlyDictionary<string, MessageTemplate> templates) => templates.GetValueOrDefault("")
        ?? templates.GetValueOrDefault(AlertSentence.DefaultLanguage) ?? templates.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Value).FirstOrDefault();
}
