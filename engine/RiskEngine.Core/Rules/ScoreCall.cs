using RiskEngine.Core.Scoring;

namespace RiskEngine.Core.Rules;

/// <summary><c>score("auto", value)</c> in an expression of a rule: a model learns the series of each of the rule's keys, and the expression reads its score.</summary>
/// <remarks>The model observes every event that the place lets through, also where the expression could be decided without it. Expressions read the
/// score from <see cref="Events.EventCursor.ScoreAt"/> by the position of the call in <see cref="Rule.Scores"/>.</remarks>
/// <param name="Text">As written, normalised.</param>
/// <param name="Model">The model.</param>
/// <param name="Inputs">One number per channel.</param>
public sealed record ScoreCall(string Text, IModel Model, IReadOnlyList<EventNumber> Inputs)
{
    /// <summary>Whether it stands in <c>where</c>: then it observes all events of the rule's kinds within its schedule; else those that <c>where</c> lets through.</summary>
    public bool IsInWhere { get; init; }

    /// <summary>The kinds of the sequence step that it stands in; null where it concerns all of the rule's kinds.</summary>
    public IReadOnlyList<KindPattern>? On { get; init; }

    /// <summary>Whether it concerns a kind that the rule concerns.</summary>
    public bool Concerns(string kind)
    {
        if (On is null) return true;
        foreach (var pattern in On)
        {
            if (pattern.Matches(kind)) return true;
        }

        return false;
    }
}
