namespace RiskEngine.Core.Time;

/// <summary>Something that sets timers.</summary>
internal interface ITimed
{
    /// <summary>A timer came due. It may be stale: the owner checks against its own state.</summary>
    void OnTimer(int slot, EventTime due);
}
