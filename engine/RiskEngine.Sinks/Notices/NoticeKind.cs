namespace RiskEngine.Sinks.Notices;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    /// <summary>An incident of the desk.</summary>
    Incidents,

    /// <summary>A single alert.</summary>
    Alerts,
}
