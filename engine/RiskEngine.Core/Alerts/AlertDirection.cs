namespace RiskEngine.Core.Alerts;

/// <summary>Where a transition takes an alert.</summary>
public enum AlertDirection : byte
{
    /// <summary>To a graver grade, the first one included.</summary>
    Rise,

    /// <summary>To a lighter grade.</summary>
    Fall,

    /// <summary>To its end.</summary>
    End,

    /// <summary>Nowhere: something about it is told.</summary>
    Note,
}
