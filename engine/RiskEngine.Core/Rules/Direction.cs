namespace RiskEngine.Core.Rules;

/// <summary>Which way of two counts.</summary>
public enum Direction : byte
{
    /// <summary>Either.</summary>
    Both,

    /// <summary>More than before, or than others.</summary>
    Up,

    /// <summary>Less than before, or than others.</summary>
    Down,
}
