namespace RiskEngine.Core.Signals;

/// <summary>Where a source that has spoken stands among what its event has caused: who is there and what is true change together, and are measured once.</summary>
public enum SeenPart : byte
{
    /// <summary>Its event has caused nothing else.</summary>
    Alone,

    /// <summary>Alerts follow, which are measured.</summary>
    Before,

    /// <summary>The alerts have been told.</summary>
    After,
}
