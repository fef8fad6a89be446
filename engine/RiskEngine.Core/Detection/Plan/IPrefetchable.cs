using RiskEngine.Core.Time;

namespace RiskEngine.Core.Detection.Plan;

/// <summary>A part with something of every source, of which there may be more than any cache holds: told which comes next, it brings that near.</summary>
internal interface IPrefetchable
{
    /// <summary>An event of a key is some way off.</summary>
    void PrefetchRow(int slot);

    /// <summary>An event of a key is near.</summary>
    void PrefetchState(int slot, EventTime at);
}
