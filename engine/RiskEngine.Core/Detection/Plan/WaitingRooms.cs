using RiskEngine.Core.Detection.Keys;
using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>The waiting rooms that the rules of an evaluator need: by lateness for keys that several sources feed, by disorder for sources. Rooms outlive the
/// rules that they are for.</summary>
internal sealed class WaitingRooms
{
    private readonly SortedDictionary<(TimeSpan Lateness, bool IsOfSources), WaitingRoom> _rooms;
    private readonly KeySchedules _schedules;

    /// <summary>Opens the rooms.</summary>
    /// <param name="schedules">Know how long events of a kind wait.</param>
    /// <param name="active">The schedules of the rules.</param>
    /// <param name="before">Rooms in which events may wait already; null for none.</param>
    public WaitingRooms(KeySchedules schedules, IReadOnlyCollection<KeySchedule> active, WaitingRooms? before)
    {
        _schedules = schedules;
        _rooms = before is null ? [] : new(before._rooms);
        foreach (var schedule in active.Where(schedule => !schedule.IsOfSources)) Open(schedule.Lateness, isOfSources: false);
        foreach (var disorder in schedules.Disorder.Values.Where(disorder => disorder > TimeSpan.Zero)) Open(disorder, isOfSources: true);
        All = [.. _rooms.Values];
    }

    /// <summary>All rooms, the shortest wait first.</summary>
    public WaitingRoom[] All { get; }

    /// <summary>Events that nobody has counted as evaluated.</summary>
    public int Uncounted => All.Sum(room => room.Uncounted);

    /// <summary>How many events wait, in all rooms together.</summary>
    public int Count => All.Sum(room => room.Events.Count);

    /// <summary>Smallest log offset at or above a bound among the events that wait; null where none does.</summary>
    public long? SmallestOffsetFrom(long bound) => All.Min(room => room.Events.SmallestOffsetFrom(bound));

    /// <summary>Where the events of a kind wait for a detector; null where it takes them at once, because its keys are sources that send them in order.</summary>
    public WaitingRoom? Of(Attachment attachment, string kind)
    {
        var isOfSources = attachment.Schedule.IsOfSources;
        var lateness = isOfSources ? _schedules.Disorder[kind] : attachment.Schedule.Lateness;
        return isOfSources && lateness == TimeSpan.Zero ? null : _rooms[(lateness, isOfSources)];
    }

    /// <summary>Every event that waits, once.</summary>
    public ReorderBuffer Union()
    {
        var all = new ReorderBuffer(TimeSpan.FromMinutes(1));
        var seen = new HashSet<(long, int)>();
        foreach (var room in All)
        {
            room.Events.Show((events, index) =>
            {
                if (seen.Add((events[index].Offset, events[index].Line))) all.Add(events[index], events);
            });
        }

        return all;
    }

    private void Open(TimeSpan lateness, bool isOfSources)
    {
        if (_rooms.ContainsKey((lateness, isOfSources))) return;
        var newest = _schedules.Clock.Newest;
        _rooms.Add((lateness, isOfSources), new WaitingRoom(isOfSources, lateness) { Reached = newest == EventTime.MinValue ? newest : newest - lateness });
    }
}
