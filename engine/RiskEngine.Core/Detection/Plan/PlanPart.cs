using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Life;
using RiskEngine.Core.Events;
using RiskEngine.Core.Rules;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>What to do with the events of one kind at one moment: when they arrive, or when they have waited. Detectors with an equal <c>where</c> stand
/// together so that it is evaluated once.</summary>
/// <param name="room">Where the events wait before; null where they are evaluated as they arrive.</param>
/// <param name="branches">The detectors.</param>
internal sealed class PlanPart(WaitingRoom? room, IReadOnlyList<KindPlan.Branch> branches)
{
    /// <summary>Where the events wait before; null where they are evaluated as they arrive.</summary>
    public WaitingRoom? Room => room;

    /// <summary>The detectors, by condition.</summary>
    public KindPlan.Branch[] Branches { get; } = [.. branches];

    /// <summary>Whether anybody asks when the same event was delivered last.</summary>
    public bool AsksForDeliveries { get; init; }

    /// <summary>The schedules whose keys are the sources of the events: an event tells each of them how far its source has come.</summary>
    public KeySchedule[] OfSources { get; } = [.. branches.SelectMany(branch => branch.Taps).Select(tap => tap.Schedule).Where(schedule => schedule.IsOfSources).Distinct()];

    /// <summary>Gives an event to the detectors. Those of schedules for which it does not come in order take it in only where order does not matter to them.</summary>
    public Verdict Evaluate(EventCursor cursor)
    {
        var (looked, counted) = (false, false);
        foreach (var branch in Branches)
        {
            if (branch.Where is { } where)
            {
                if (branch.Asked.Length > 0 && !ObserveScores(branch, cursor)) continue;
                var outcome = where.Evaluate(cursor);
                if (outcome == Outcome.Error) branch.CountError(cursor);
                if (outcome != Outcome.True) continue;
            }

            looked = true;
            branch.Matched++;
            foreach (ref readonly var tap in branch.Taps.AsSpan())
            {
                var slot = tap.Keys.SlotOf(cursor);
                if (!tap.Takes(cursor, slot))
                {
                    counted = true;
                }
                else if (!tap.Schedule.IsOfSources || tap.Schedule.IsInOrder)
                {
                    tap.Asked?.Observe(cursor, slot);
                    if (tap.Shown is { } shown) Show(shown, cursor, slot);
                    tap.Detector.Observe(cursor, slot);
                    counted = true;
                }
                else
                {
                    counted |= tap.Asked is null && tap.Detector.ObserveLate(cursor, slot);
                }

                cursor.AsItCame();
            }
        }

        if (counted) return Verdict.Evaluated;
        return looked ? Verdict.Late : Verdict.Filtered;
    }

    /// <summary>Gives an event, whose time is over for all keys that it feeds, to the detectors to which order does not matter.</summary>
    public Verdict EvaluateLate(EventCursor cursor)
    {
        var (looked, counted) = (false, false);
        foreach (var branch in Branches)
        {
            if (branch.Asked.Length > 0 || (branch.Where is { } where && where.Evaluate(cursor) != Outcome.True)) continue;
            looked = true;
            foreach (ref readonly var tap in branch.Taps.AsSpan())
            {
                var slot = tap.Keys.SlotOf(cursor);
                if (tap.Asked is null && tap.Takes(cursor, slot)) counted |= tap.Detector.ObserveLate(cursor, slot);
                cursor.AsItCame();
            }
        }

        if (counted) return Verdict.Evaluated;
        return looked ? Verdict.Late : Verdict.Filtered;
    }

    /// <summary>Whether a rule may look at an event once it has waited; nothing is counted.</summary>
    public bool MayLook(EventCursor cursor)
    {
        foreach (var branch in Branches)
        {
            if (branch.Where is not { } where || branch.Asked.Length > 0 || where.Evaluate(cursor) == Outcome.True) return true;
        }

        return false;
    }

    /// <summary>Counts the conditions that could not be evaluated for an event that nobody looks at.</summary>
    public void CountErrors(EventCursor cursor)
    {
        foreach (var branch in Branches)
        {
            if (branch.Where is { } where && where.Evaluate(cursor) == Outcome.Error) branch.CountError(cursor);
        }
    }

    private static void Show(LastAttributes[] shown, EventCursor cursor, int slot)
    {
        foreach (var attributes in shown) attributes.Observe(cursor, slot);
    }

    /// <summary>Every event is observed before <c>where</c> is evaluated, because models learn from all.</summary>
    private static bool ObserveScores(KindPlan.Branch branch, EventCursor cursor)
    {
        if (branch.Taps[0].Schedule is { IsOfSources: true, IsInOrder: false }) return false;
        foreach (var asked in branch.Asked)
        {
            if (!asked.ObserveForWhere(cursor)) return false;
        }

        return true;
    }
}
