using RiskEngine.Core.Events;

namespace RiskEngine.Pipeline.Tasks;

/// <summary>Sees each event that the clock has reached, just before and just after the rules do. It serves explanations; live tasks have none.</summary>
public interface IEventObserver
{
    /// <summary>The clock stands at the event's time, all that was due before has happened, and the rules have not seen the event.</summary>
    /// <param name="events">The batch that it is in, reused afterwards.</param>
    /// <param name="index">Its place there.</param>
    void Reached(EventBatch events, int index);

    /// <summary>The rules have seen the event.</summary>
    void Evaluated();
}
