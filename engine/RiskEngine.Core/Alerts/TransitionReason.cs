namespace RiskEngine.Core.Alerts;

/// <summary>Why a transition took place.</summary>
public enum TransitionReason : byte
{
    /// <summary>A grade's condition held long enough.</summary>
    Condition,

    /// <summary>The better state lasted long enough.</summary>
    Cleared,

    /// <summary>The key fell silent, and the rule says what that means.</summary>
    NoData,

    /// <summary>The rule was removed or switched off.</summary>
    RuleRemoved,

    /// <summary>The key has been silent so long that all state of it is forgotten.</summary>
    Expired,

    /// <summary>The alert comes and goes too often: it is held at its highest grade.</summary>
    Flapping,

    /// <summary>It does not flap any more, and has the grade at which it was held.</summary>
    Steady,
}
