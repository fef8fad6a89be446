namespace RiskEngine.Rules.Reading;

/// <summary>How a measure moves while a window fills.</summary>
internal enum WindowTrend : byte
{
    /// <summary>It does not depend on how much of the window is known: a number, the latest value, a share that asks for events of its own.</summary>
    Same,

    /// <summary>It can only rise: a count, a sum, a maximum.</summary>
    Rises,

    /// <summary>It can only fall: a minimum.</summary>
    Falls,

    /// <summary>It moves away from 0 and back: a difference between latest and earliest.</summary>
    Moves,

    /// <summary>What is known stands for the whole window, the better the more is known: an average, a quantile, a slope.</summary>
    Estimates,
}
