namespace RiskEngine.Reading.History;

/// <summary>How the history is.</summary>
public enum HistoryState
{
    /// <summary>It cannot be kept.</summary>
    Off,

    /// <summary>It is read from its topics, from their start or from where it was.</summary>
    Rebuilding,

    /// <summary>It holds all that its topics do.</summary>
    Ready,
}
