namespace RiskEngine.Simulator.Communities;

/// <summary>How a message is malformed.</summary>
internal enum EventFault
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The gateway stopped writing half way.</summary>
    Truncated,

    /// <summary>A required field is missing.</summary>
    NoSource,

    /// <summary>The time is no time.</summary>
    BadTime,
}
