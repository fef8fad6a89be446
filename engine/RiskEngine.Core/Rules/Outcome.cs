namespace RiskEngine.Core.Rules;

/// <summary>What a condition found.</summary>
public enum Outcome : byte
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It holds.</summary>
    True,

    /// <summary>It could not be evaluated (a missing attribute, a division by zero): treated as false, and counted.</summary>
    Error,
}
