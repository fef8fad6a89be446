namespace RiskEngine.Core.Alerts;

/// <summary>Where an alert stands after a transition.</summary>
public enum AlertState : byte
{
    /// <summary>It fires with its grade.</summary>
    Firing,

    /// <summary>It has ended.</summary>
    Resolved,
}
