using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Detection.Plan;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection;

/// <content>How time goes on for all keys, and whose clock is wrong.</content>
public sealed partial class RuleEvaluator
{
    /// <summary>Notes who is ahead of the log or of all others, and who reports later than the lateness of the kind.</summary>
    /// <returns>How far ahead of the log the event is; zero where it is not, or where nobody knows when the log took it.</returns>
    private TimeSpan NoteClock(in Event e, KindPlan plan, long appendedUnixMillis)
    {
        if (Now == EventTime.MinValue) return TimeSpan.Zero;
        if (e.Time < Now - plan.Lateness) ClockFaults.Note(e.Source, ClockFaultKind.Behind, Now - e.Time);
        if (appendedUnixMillis == 0)
        {
            if (e.Time > Now + AheadOfAll) ClockFaults.NoteAheadOfAll(e.Source, e.Time - Now);
            return TimeSpan.Zero;
        }

        var ahead = e.Time - EventTime.FromUnixMilliseconds(appendedUnixMillis);
        if (ahead <= AheadOfLog) return TimeSpan.Zero;
        ClockFaults.Note(e.Source, ClockFaultKind.Ahead, ahead);
        return ahead;
    }

    /// <summary>Takes in how many events the decoder has refused since the start because they bring a name too many; raises the built-in alert about it.</summary>
    public void NamesRefused(long byDecoder)
    {
        if (Now == EventTime.MinValue) return;
        _refused.Report(byDecoder + _directories.Values.Sum(directory => directory.Refused), Now);
    }

    /// <summary>Time has come this far for all keys, whatever may still come: windows that end until then emit, timers due before it run.</summary>
    public void AdvanceTo(EventTime now)
    {
        ClockFaults.TimeMoved(by: TimeSpan.Zero);
        if (now < Now) return;
        _clock.AdvanceTo(now);
        Move();
        foreach (var room in _rooms.All) Release(room, now);
        RaiseFloors(_ofEvents, now, isOver: true);
        Settle();
        RaiseFloors(_ofAlerts, now, isOver: true);
    }

    /// <summary>How far time had come for a late event: for its source, or else for keys that several sources feed.</summary>
    public EventTime ClockPassed(in Event e)
    {
        var clock = EventTime.MinValue;
        foreach (var schedule in _ofEvents.Where(schedule => schedule.IsOfSources)) clock = EventTime.Max(clock, schedule.ClockPassed(e));
        foreach (var room in _rooms.All) clock = EventTime.Max(clock, room.Reached);
        return clock;
    }

    /// <summary>Time goes on without an event that says so: silence is noticed.</summary>
    public void Tick(EventTime newest)
    {
        _clock.AdvanceTo(newest);
        Move();
        Settle();
    }

    /// <summary>Lets silent keys, and events that wait, come as far as the newest time says.</summary>
    private void Move()
    {
        var newest = _clock.Newest;
        if (newest == _moved) return;
        ClockFaults.TimeMoved(by: newest - _moved);
        if (_moved == EventTime.MinValue)
        {
            _silence.Start(newest);
            _blind?.Start(newest);
            _rosters.Follow(newest, _directories.Values, WatchesFromStart);
        }

        _moved = newest;
        foreach (var room in _rooms.All) Release(room, newest - room.Lateness);
        foreach (var schedule in _ofEvents) schedule.RaiseFloor(newest - schedule.Lateness);
        if (_ofAlerts.Count > 0)
        {
            // Signals are measured by their times before silence takes any of them out of the window.
            Settle();
            foreach (var schedule in _ofAlerts) schedule.RaiseFloor(newest - schedule.Lateness);
        }

        if (_timers.Next <= newest) _timers.RunUntil(newest);
    }

    private static void RaiseFloors(List<KeySchedule> schedules, EventTime floor, bool isOver)
    {
        foreach (var schedule in schedules) schedule.RaiseFloor(floor, isOver);
    }
}
