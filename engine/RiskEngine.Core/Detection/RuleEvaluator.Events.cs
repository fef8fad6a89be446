using RiskEngine.Core.Alerts;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <content>How events and time go through the rules.</content>
public sealed partial class RuleEvaluator
{
    /// <summary>How many events wait in all, those included that rules have seen which need not wait.</summary>
    public int WaitingCopies => _rooms.Count;

    /// <summary>How many events wait for rules whose keys several sources feed, and have been counted nowhere.</summary>
    public int Waiting => _rooms.Uncounted;

    /// <summary>Takes in one event, in the order of the log.</summary>
    /// <param name="batch">Holds it.</param>
    /// <param name="index">Its place there.</param>
    /// <param name="appendedUnixMillis">When the log took it, milliseconds since the epoch; 0 where nobody knows.</param>
    /// <returns>What became of it. Events that wait are counted here once rules have seen them.</returns>
    public Verdict Observe(EventBatch batch, int index, long appendedUnixMillis = 0)
    {
        ref readonly var e = ref batch[index];
        if (_clock.Observe(e.Source, e.Time, appendedUnixMillis)) _sourceClocks.Dirty.Mark(e.Source);
        Move();
        var plan = PlanOf(e.Kind);
        if (!_clock.IsTold && NoteClock(e, plan, appendedUnixMillis) is var ahead && ahead > TimeSpan.Zero)
        {
            _cursor.MoveTo(batch, index);
            _wrongClocks.Find(_cursor, ahead, Now);
        }

        foreach (var roster in plan.Rosters) _rosters.SiteSeen(roster, e.Site, Now);
        var verdict = Verdict.Filtered;
        if (plan.AtOnce is { } atOnce)
        {
            var since = _deduplication.SinceLast(plan, atOnce, batch, e, _vocabulary, Now > EventTime.MinValue ? Now : e.Time, out var isDuplicate);
            _cursor.MoveTo(batch, index, since);
            if (isDuplicate) return Unseen(Verdict.Duplicate);
            verdict = EvaluateNow(atOnce);
        }
        else
        {
            _cursor.MoveTo(batch, index);
        }

        if (plan.Later.Length > 0) verdict = Wait(plan, batch, e, verdict);
        if (plan.AtOnce is null && verdict is not (Verdict.Waiting or Verdict.Evaluated)) return Unseen(verdict, e);
        _cursor.Leave();
        foreach (var part in plan.Later)
        {
            if (e.Time == part.Room!.Reached) ReleaseReached(part.Room);
        }

        Settle();
        if (verdict == Verdict.Late) NoteLate(e);
        return Count(verdict);
    }

    /// <summary>Brings near what an event will touch that comes some events later; first with <paramref name="isNear"/> false, then once more with true.</summary>
    public void Prefetch(in Event e, bool isNear)
    {
        if (e.Kind >= _plans.Length || _plans[e.Kind] is not { } plan) return;
        if (isNear)
        {
            foreach (var part in plan.Prefetched) part.PrefetchState(e.Source, e.Time);
            return;
        }

        _sources?.Prefetch(e.Source);
        foreach (var part in plan.Prefetched) part.PrefetchRow(e.Source);
    }

    /// <summary>Hands over the transitions since the last call, by time, then rule, then key.</summary>
    public void Drain(List<AlertTransition> into)
    {
        if (_transitions.Count == 0) return;
        into.AddRange(_transitions.Order(TransitionOrder.Instance));
        _transitions.Clear();
        _transitionsBefore = 0;
    }

    /// <summary>All events of a record have been taken in: alerts of a backlog that it both raised and ended are marked as over.</summary>
    public void EndRecord()
    {
        for (var i = _transitionsBefore; i < _transitions.Count; i++)
        {
            if (_transitions[i] is not { State: AlertState.Resolved, Backfilled: true } end) continue;
            for (var j = _transitionsBefore; j < i; j++)
            {
                if (_transitions[j] is { Backfilled: true } one && one.Fingerprint == end.Fingerprint) _transitions[j] = one with { HasEnded = true };
            }
        }

        _transitionsBefore = _transitions.Count;
    }

    /// <summary>Takes in an event that waited when the state was stored, and was evaluated at once then where rules do that.</summary>
    /// <returns>Whether it goes on waiting, counted nowhere.</returns>
    public bool ObserveAgain(EventBatch batch, int index)
    {
        ref readonly var e = ref batch[index];
        var plan = PlanOf(e.Kind);
        if (plan.Later.Length == 0) return false;
        _cursor.MoveTo(batch, index);
        var verdict = plan.AtOnce?.MayLook(_cursor) == true ? Verdict.Evaluated : Verdict.Filtered;
        verdict = Wait(plan, batch, e, verdict, isAgain: true);
        _cursor.Leave();
        return verdict == Verdict.Waiting;
    }

    /// <summary>Gives an event to rules by source.</summary>
    private Verdict EvaluateNow(PlanPart part, bool hasWaited = false)
    {
        foreach (var schedule in part.OfSources) schedule.Arrive(_cursor, hasWaited ? null : Now);
        EventObserver?.Reached(_cursor);
        var verdict = part.Evaluate(_cursor);
        EventObserver?.Evaluated();
        return verdict;
    }

    /// <summary>Lets an event wait in the rooms of rules that may look at it, or gives it to those to which order does not matter where its time is over.</summary>
    private Verdict Wait(KindPlan plan, EventBatch batch, in Event e, Verdict verdict, bool isAgain = false)
    {
        for (var i = plan.Later.Length - 1; i >= 0; i--)
        {
            var (part, room) = (plan.Later[i], plan.Later[i].Room!);
            if (isAgain ? e.Time <= room.Reached : e.Time < room.Reached)
            {
                if (isAgain) continue;
                var late = EvaluateTooLateToWait(plan, part, batch, e);
                if (late is Verdict.Evaluated or Verdict.Duplicate || verdict == Verdict.Filtered) verdict = late;
            }
            else if (part.MayLook(_cursor))
            {
                foreach (var schedule in isAgain ? [] : part.OfSources) schedule.ArriveToWait(_cursor, EventTime.Min(e.Time - room.Lateness, room.Reached), Now);
                var isUncounted = verdict is not (Verdict.Evaluated or Verdict.Waiting);
                room.Events.Add(e with { IsUncounted = isUncounted }, batch);
                if (!isUncounted) continue;
                room.Uncounted++;
                verdict = Verdict.Waiting;
            }
            else if (!isAgain)
            {
                part.CountErrors(_cursor);
                _afterWaiting[room].Deduplication.SinceLast(plan, part, batch, e, _vocabulary, room.Reached > EventTime.MinValue ? room.Reached : e.Time, out var isDuplicate);
                if (isDuplicate && verdict == Verdict.Filtered) verdict = Verdict.Duplicate;
            }
        }

        return verdict;
    }

    /// <summary>Gives an event that comes later than it may to rules by source, where it is in the order of its source all the same, and else to those to which
    /// order does not matter.</summary>
    private Verdict EvaluateTooLateToWait(KindPlan plan, PlanPart part, EventBatch batch, in Event e)
    {
        var room = part.Room!;
        _afterWaiting[room].Deduplication.SinceLast(plan, part, batch, e, _vocabulary, room.Reached > EventTime.MinValue ? room.Reached : e.Time, out var isDuplicate);
        if (isDuplicate) return Verdict.Duplicate;
        return room.IsOfSources ? EvaluateNow(part) : part.EvaluateLate(_cursor);
    }

    /// <summary>No rule sees the event under the cursor.</summary>
    private Verdict Unseen(Verdict verdict, in Event e = default)
    {
        EventObserver?.Reached(_cursor);
        EventObserver?.Evaluated();
        _cursor.Leave();
        if (verdict == Verdict.Late) NoteLate(e);
        return Count(verdict);
    }

    private void NoteLate(in Event e) => ClockFaults.Note(e.Source, ClockFaultKind.OutOfOrder, ClockPassed(e) - e.Time);

    private Verdict Count(Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Filtered:
                Filtered++;
                break;
            case Verdict.Evaluated:
                Evaluated++;
                break;
            case Verdict.Duplicate:
                Duplicates++;
                break;
            default:
                break;
        }

        return verdict;
    }

    private void Release(WaitingRoom room, EventTime floor)
    {
        if (floor <= room.Reached) return;
        room.Reached = floor;
        ReleaseReached(room);
    }

    private void ReleaseReached(WaitingRoom room)
    {
        if (room.Events.Count > 0) room.Events.Release(room.Reached, _afterWaiting[room].Evaluate);
    }

    private void EvaluateAfterWaiting(WaitingRoom room, Deduplication deduplication, EventBatch events, int index)
    {
        ref readonly var e = ref events[index];
        if (!room.IsOfSources)
        {
            foreach (var schedule in _ofEvents)
            {
                if (schedule.Lateness == room.Lateness && !schedule.IsOfSources) schedule.RaiseFloor(e.Time);
            }
        }

        var plan = PlanOf(e.Kind);
        var verdict = Verdict.Filtered;
        foreach (var part in plan.Later)
        {
            if (part.Room != room) continue;
            var since = deduplication.SinceLast(plan, part, events, e, _vocabulary, e.Time, out var isDuplicate);
            _cursor.MoveTo(events, index, since);
            verdict = isDuplicate ? Verdict.Duplicate : EvaluateNow(part, hasWaited: true);
            _cursor.Leave();
        }

        if (!e.IsUncounted) return;
        room.Uncounted--;
        Count(verdict);
    }

    /// <summary>Gives the alerts that came about to the detectors that look at alerts.</summary>
    private void Settle()
    {
        foreach (var follower in _followers) follower.Settle();
    }

    /// <summary>The events that wait, once each.</summary>
    public ReorderBuffer EventsThatWait() => _rooms.Union();

    /// <summary>Smallest log offset at or above a bound among the events that wait; null where none does.</summary>
    public long? SmallestWaitingOffset(long bound) => _rooms.SmallestOffsetFrom(bound);

    /// <summary>Gives every waiting event to the rooms of the rules that there are now.</summary>
    private void Redistribute()
    {
        var all = _rooms.Union();
        if (all.Count == 0) return;
        foreach (var room in _rooms.All) room.Empty();
        all.Show((events, index) => ObserveAgain(events, index));
    }
}
