using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <summary>Tells whether an event has been delivered before: for the engine as a whole, by kind, and for the rules that ask.</summary>
internal sealed class Deduplication
{
    private readonly TimeSpan _kept;

    /// <summary>Prepares the deduplication of a rule set.</summary>
    /// <param name="within">How long after a delivery of an event further ones do not count, by kind; null where all do.</param>
    /// <param name="rules">The rules; they may ask for longer.</param>
    /// <param name="part">What their memory is called.</param>
    public Deduplication(ByKind<TimeSpan>? within, IReadOnlyList<Rule> rules, string part)
    {
        Ids = new RecentIds(part);
        Within = within ?? new ByKind<TimeSpan>(TimeSpan.Zero, []);
        _kept = Within.Values.Concat(rules.Select(rule => rule.Deduplicate ?? TimeSpan.Zero)).Max();
    }

    /// <summary>How long after a delivery of an event further ones do not count, by kind; zero where all do.</summary>
    public ByKind<TimeSpan> Within { get; }

    /// <summary>What was delivered of late.</summary>
    public RecentIds Ids { get; }

    /// <summary>Takes an event in.</summary>
    /// <param name="plan">What is done with its kind.</param>
    /// <param name="part">What of that is done now.</param>
    /// <param name="batch">Holds it.</param>
    /// <param name="e">The event.</param>
    /// <param name="vocabulary">The task's names.</param>
    /// <param name="now">The time, which does not go back from one to the next.</param>
    /// <param name="isDuplicate">Whether it does not count, whatever the rules say.</param>
    /// <returns>How long before it the same event was delivered last; null where it was not, has no id of its own, or nobody asks.</returns>
    public TimeSpan? SinceLast(KindPlan plan, PlanPart part, EventBatch batch, in Event e, Vocabulary vocabulary, EventTime now, out bool isDuplicate)
    {
        isDuplicate = false;
        if (!part.AsksForDeliveries || e.IdLength == 0) return null;
        var since = Ids.SinceLast(RecentIds.NameOf(plan.Kind, vocabulary.Sources[e.Source], batch.IdOf(e)), now, _kept);
        isDuplicate = since <= plan.CountsOnceWithin && plan.CountsOnceWithin > TimeSpan.Zero;
        return since;
    }
}
