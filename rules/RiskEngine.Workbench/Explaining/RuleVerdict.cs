namespace RiskEngine.Workbench.Explaining;

/// <summary>What a rule made of a moment, in the order of interest.</summary>
public enum RuleVerdict
{
    /// <summary>Its alert was firing.</summary>
    Firing,

    /// <summary>A grade's condition held, not yet long enough.</summary>
    Pending,

    /// <summary>It measured, and reached no grade.</summary>
    NotReached,

    /// <summary>It looked at the event, and nothing was measured.</summary>
    NothingMeasured,

    /// <summary>The event has no key for it.</summary>
    NoKey,

    /// <summary>The event's value has another unit.</summary>
    OtherUnit,

    /// <summary>Its <c>where</c> did not hold.</summary>
    WhereFailed,

    /// <summary>It concerns other kinds of events.</summary>
    OtherKind,

    /// <summary>It is switched off.</summary>
    Off,
}
