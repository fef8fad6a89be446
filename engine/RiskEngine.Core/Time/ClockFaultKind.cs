namespace RiskEngine.Core.Time;

/// <summary>What is wrong with the times of a source.</summary>
public enum ClockFaultKind
{
    /// <summary>Its events lie in the future: later than the log took them, or than the other sources by far.</summary>
    Ahead,

    /// <summary>Its events come later after their times than the lateness of their kind: a slow network, a backlog, or a clock that is behind.</summary>
    Behind,

    /// <summary>Its events come after later ones, so that no rule could use some of them.</summary>
    OutOfOrder,
}
