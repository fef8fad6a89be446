namespace RiskEngine.Core.Rules;

/// <summary>Whether a rule's alerts are published.</summary>
public enum RuleMode : byte
{
    /// <summary>Evaluated and published.</summary>
    Active,

    /// <summary>Evaluated on live events and published to the shadow topic only.</summary>
    Shadow,

    /// <summary>Not evaluated.</summary>
    Off,

    /// <summary>Evaluated over recordings only.</summary>
    Backtest,
}
