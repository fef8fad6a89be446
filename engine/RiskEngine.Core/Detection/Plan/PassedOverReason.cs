namespace RiskEngine.Core.Detection.Plan;

/// <summary>Why a rule that looked at an event did not measure it. The name in snake case is the label in metrics.</summary>
public enum PassedOverReason
{
    /// <summary>The event has no key for the rule, or a blank one.</summary>
    NoKey,

    /// <summary>The event's value has another unit than the rule.</summary>
    OtherUnit,

    /// <summary>The rule needs a number, and what it reads of the event is a text that is none.</summary>
    TextValue,

    /// <summary>The rule needs a number, and the event has none.</summary>
    NoValue,

    /// <summary>The rule's table has no row for the event's key, so no condition with limits holds.</summary>
    NoRow,
}
