namespace RiskEngine.Core.Rules;

/// <summary>How grave an alert is. In CAP terms Minor, Moderate, Severe, Extreme.</summary>
public enum Grade : byte
{
    /// <summary>Nothing to report.</summary>
    None,

    /// <summary>Minor: keep an eye on it.</summary>
    Blue,

    /// <summary>Moderate: look at it today.</summary>
    Yellow,

    /// <summary>Severe: go there now.</summary>
    Orange,

    /// <summary>Extreme: danger to people.</summary>
    Red,
}
