using RiskEngine.Core.Events;

namespace RiskEngine.Core.Rules;

/// <summary>A compiled condition over one event.</summary>
/// <param name="Text">Its source, normalised: conditions with equal text are the same condition and are evaluated once.</param>
/// <param name="Evaluate">Allocates nothing, throws nothing, keeps nothing.</param>
public sealed record EventCondition(string Text, Func<EventCursor, Outcome> Evaluate)
{
    /// <summary>Evaluates each part on its own, for people; null where the condition has no parts to show. Slow.</summary>
    public Func<EventCursor, IReadOnlyList<ConditionLeaf>>? Explain { get; init; }
}
