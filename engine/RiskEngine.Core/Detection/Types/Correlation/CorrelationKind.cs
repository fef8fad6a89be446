namespace RiskEngine.Core.Detection.Types.Correlation;

/// <summary>What a correlation measures.</summary>
public enum CorrelationKind : byte
{
    /// <summary>How many alerts.</summary>
    Count,

    /// <summary>Alerts of how many different keys.</summary>
    Distinct,

    /// <summary>How many of the named rules: all of them, or k of n by the grades.</summary>
    Rules,

    /// <summary>How many of the named rules one after the other in the order named, from the first; alerts of one time are in order.</summary>
    Ordered,
}
