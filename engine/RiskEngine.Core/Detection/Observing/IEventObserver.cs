using RiskEngine.Core.Events;

namespace RiskEngine.Core.Detection.Observing;

/// <summary>Sees each event just before and just after rules do: once for those by source, and once more for each wait that others ask for. It serves
/// explanations; live tasks have none.</summary>
public interface IEventObserver
{
    /// <summary>All that was due before the event has happened, and the rules have not seen it.</summary>
    /// <param name="cursor">Stands at the event; it moves on afterwards.</param>
    void Reached(EventCursor cursor);

    /// <summary>The rules have seen the event.</summary>
    void Evaluated();
}
