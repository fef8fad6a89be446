using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Alerts;

/// <summary>The sentence of a transition for people: what has happened, and for a falling or ended alert that it is so.</summary>
/// <remarks>The rule's own sentence speaks of the trouble, so it stands for rising alerts only. Falling and ending ones have theirs where the rule gives them;
/// otherwise they say plainly what became of the alert. Where silence, or the end of the rule, is the reason, the sentence says that.</remarks>
public static class AlertSentence
{
    /// <summary>The language of sentences where nobody chooses another.</summary>
    public const string DefaultLanguage = "en";

    /// <summary>The sentence.</summary>
    /// <param name="t">The transition.</param>
    /// <param name="language">Its language. What the rule does not say in it is told in the rule's first language, and what the rule does not say at all in
    /// plain words, English ones where the engine does not know the language.</param>
    public static string Of(AlertTransition t, string language = DefaultLanguage)
    {
        var own = t.Rule.Translations.GetValueOrDefault(language);
        var sentences = new RuleSentences(own?.Rising ?? t.Rule.Message, own?.Falling ?? t.Rule.FallingMessage, own?.Resolved ?? t.Rule.ResolvedMessage);
        return In(sentences, PlainSentences.In(language) ?? PlainSentences.English, t) ?? "";
    }

    /// <summary>The sentence in the other languages of the rule, by language tag; those are left out in which neither the rule nor the engine says anything
    /// about such a transition.</summary>
    public static IEnumerable<(string Language, string Sentence)> Others(AlertTransition t, string language = DefaultLanguage)
    {
        foreach (var (other, sentences) in t.Rule.Translations.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            if (other != language && In(sentences, PlainSentences.In(other), t) is { } sentence) yield return (other, sentence);
        }
    }

    private static string? In(RuleSentences sentences, PlainSentences? plain, AlertTransition t)
    {
        if (TemplateOf(sentences, plain, t) is not { } template) return null;
        var sentence = template.Render(new TransitionValues(t, plain ?? PlainSentences.English));
        return t.IsReopened && t.Direction == AlertDirection.Rise && plain is not null ? plain.Again + sentence : sentence;
    }

    private static MessageTemplate? TemplateOf(RuleSentences sentences, PlainSentences? plain, AlertTransition t) => (t.Direction, t.Reason) switch
    {
        (AlertDirection.End, TransitionReason.RuleRemoved) => plain?.Removed,
        (AlertDirection.End, TransitionReason.Expired) => plain?.Forgotten,
        (AlertDirection.End, TransitionReason.NoData) => plain?.EndedBySilence,
        (AlertDirection.End, _) => sentences.Resolved ?? plain?.Over,
        (_, TransitionReason.NoData) => plain?.Silent,
        (AlertDirection.Note, TransitionReason.Steady) => plain?.Steady,
        (AlertDirection.Note, TransitionReason.Flapping) => plain?.Flapping,
        (AlertDirection.Fall, _) => sentences.Falling ?? (t.Rule.Unit.Length > 0 && double.IsFinite(t.Measurement.Measure) ? plain?.FallingTo : plain?.Falling),
        _ => sentences.Rising,
    };
}
