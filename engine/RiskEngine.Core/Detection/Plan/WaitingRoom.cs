using RiskEngine.Core.Events;
using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>Where events wait for rules whose keys several sources feed, until the sources that may be slow have spoken: such rules see them in the order of
/// their times, whoever sent them.</summary>
/// <param name="isOfSources">Whether the keys are sources after all, which wait for themselves only: their events come in some disorder.</param>
/// <param name="lateness">How long events wait at most.</param>
internal sealed class WaitingRoom(bool isOfSources, TimeSpan lateness)
{
    /// <summary>Whether the keys are sources.</summary>
    public bool IsOfSources => isOfSources;

    /// <summary>What the memory of deliveries is called.</summary>
    public string IdsPart => $"ids:{(isOfSources ? "source" : "site")}:{(long)lateness.TotalMilliseconds}";

    /// <summary>How long events wait at most, in event time.</summary>
    public TimeSpan Lateness => lateness;

    /// <summary>The events.</summary>
    public ReorderBuffer Events { get; private set; } = new(lateness);

    /// <summary>Events that nobody has counted as evaluated.</summary>
    public int Uncounted { get; set; }

    /// <summary>Up to which time, included, events have been handed on.</summary>
    public EventTime Reached { get; set; } = EventTime.MinValue;

    /// <summary>Forgets all events.</summary>
    public void Empty() => (Events, Uncounted) = (new ReorderBuffer(lateness), 0);
}
