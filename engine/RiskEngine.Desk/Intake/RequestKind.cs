namespace RiskEngine.Desk.Intake;

/// <summary>What people ask of the desk.</summary>
public enum RequestKind : byte
{
    /// <summary>Acknowledge an incident or an alert.</summary>
    Acknowledge,

    /// <summary>Give an incident to somebody.</summary>
    Assign,

    /// <summary>Write something down about an incident or an alert.</summary>
    Comment,

    /// <summary>Do not tell of one alert for a time.</summary>
    Shelve,

    /// <summary>End that early.</summary>
    Unshelve,

    /// <summary>Do not tell of some alerts for a time.</summary>
    Silence,

    /// <summary>End that early.</summary>
    Unsilence,

    /// <summary>Close an incident or judge an alert: it was true.</summary>
    CloseTrue,

    /// <summary>Close an incident or judge an alert: it was false.</summary>
    CloseFalse,
}
