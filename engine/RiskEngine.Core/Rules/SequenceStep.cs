using RiskEngine.Core.Events;

namespace RiskEngine.Core.Rules;

/// <summary>One step of a sequence.</summary>
/// <param name="Name">Its name, for messages.</param>
/// <param name="On">Kinds of events that fit.</param>
/// <param name="Where">Which of those; null for all.</param>
/// <param name="IsNegated">Whether an event that fits breaks the sequence here.</param>
/// <param name="IsOptional">Whether the step may be left out.</param>
public sealed record SequenceStep(string Name, IReadOnlyList<KindPattern> On, EventCondition? Where, bool IsNegated, bool IsOptional)
{
    /// <summary>Whether an event fits.</summary>
    public bool Fits(EventCursor cursor)
    {
        var kind = cursor.Kind;
        for (var i = 0; i < On.Count; i++)
        {
            if (On[i].Matches(kind)) return Where is null || Where.Evaluate(cursor) == Outcome.True;
        }

        return false;
    }
}
