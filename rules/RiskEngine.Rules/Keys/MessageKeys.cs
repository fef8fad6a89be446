using RiskEngine.Core.Rules;

namespace RiskEngine.Rules.Keys;

/// <summary>The sentences of a rule.</summary>
internal static class MessageKeys
{
    public const int MostLanguages = 16;

    /// <summary>The tags of languages: en, zh, pt-BR.</summary>
    public const string LanguageTag = "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$";

    public static readonly TextShape Sentence = new(500, "a sentence with places such as {{ source }}");

    private static readonly AnyShape Sentences = new(Sentence, new TableShape(Sentence, MostLanguages));

    public static readonly KeySpec Rising = new("message", Sentences,
        "The sentence for people when the alert rises, with places to fill: " + string.Join(", ", MessageTemplate.Names.Select(name => "{{ " + name + " }}"))
        + ", {{ attributes.NAME }}, {{ labels.NAME }}, or an expression; or one for each language, by its tag.")
    { Default = "{{ title }} ({{ key }})", Examples = ["\"Gas at {{ source }} averages {{ measure }} %LEL\"", "{en: \"Gas at {{ source }}\", zh: \"{{ source }} 燃气超标\"}"] };

    public static readonly KeySpec Falling = new("message_falling", Sentences,
        "The sentence when the alert falls to a lighter grade; without it one that says so in plain words.")
    { Examples = ["\"Gas at {{ source }} is down to {{ measure }} %LEL\""] };

    public static readonly KeySpec Resolved = new("message_resolved", Sentences,
        "The sentence when the trouble is over; without it one that says so in plain words.")
    { Examples = ["\"Door {{ source }} is closed again after {{ duration }}\""] };

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<KeySpec> All = [Rising, Falling, Resolved];

    /// <summary>The sentence of a key in a language, or the one that stands alone; null where the rule has none.</summary>
    public static MessageTemplate? Of(Rule rule, KeySpec key, string? language = null)
    {
        var sentences = language is null ? new RuleSentences(rule.Message, rule.FallingMessage, rule.ResolvedMessage) : rule.Translations.GetValueOrDefault(language);
        return key == Rising ? sentences?.Rising : key == Falling ? sentences?.Falling : sentences?.Resolved;
    }
}
